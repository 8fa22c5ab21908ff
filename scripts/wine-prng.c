/* Debian's wine 8 has no bcryptprimitives.dll, where Rust's library asks for random numbers: this one stands beside
   the program, for wine only. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG count);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T count) {
  return SystemFunction036(bytes, (ULONG)count);
}
