//! Shadings (ISO 32000-1, 8.7.4.5). Decides which of their colours is reckoned with: the heaviest.

use lopdf::{Dictionary, Object};

use super::super::file::Pdf;
use super::colour::{Inks, Space};

/// Places at which a shading is looked at. Between them colours run straight, or nearly so.
const STEPS: u32 = 32;
/// Deepest nesting of functions.
const DEEPEST: usize = 4;
/// Most functions of a shading: one for each ink.
const MOST_FUNCTIONS: usize = 32;
/// Steps to evaluate a function.
const STEPS_OF_A_FUNCTION: u64 = 1000;

/// The heaviest inks of a shading in these colours; `None` if its functions are not understood.
pub fn heaviest(pdf: &Pdf, shading: &Dictionary, space: &Space) -> Option<Inks> {
    let kind = pdf.number(shading, "ShadingType")?;
    if !(2.0..=3.0).contains(&kind) {
        return None;
    }
    let [from, to] = pdf.tuple::<2>(shading, "Domain").unwrap_or([0.0, 1.0]);
    let function = pdf.get(shading, "Function")?;
    let mut heaviest: Option<Inks> = None;
    for step in 0..=STEPS {
        let at = from + (to - from) * f64::from(step) / f64::from(STEPS);
        let values = match function {
            Object::Array(parts) if parts.len() > MOST_FUNCTIONS => return None,
            Object::Array(parts) => {
                let each = parts.iter().map(|f| evaluate(pdf, f, at, 0)?.first().copied());
                each.collect::<Option<Vec<f64>>>()?
            }
            one => evaluate(pdf, one, at, 0)?,
        };
        let inks = space.inks(&values);
        if heaviest.as_ref().is_none_or(|h| h.total() < inks.total()) {
            heaviest = Some(inks);
        }
    }
    heaviest
}

/// A function of one number: sampled, exponential or stitched of others (ISO 32000-1, 7.10).
fn evaluate(pdf: &Pdf, function: &Object, x: f64, depth: usize) -> Option<Vec<f64>> {
    let afforded = pdf.budget().reading.spend(STEPS_OF_A_FUNCTION);
    let dict = pdf.as_dict(function).filter(|_| depth < DEEPEST && afforded)?;
    let [low, high] = pdf.tuple::<2>(dict, "Domain")?;
    let x = x.max(low).min(high);
    match pdf.number(dict, "FunctionType")? {
        0.0 => sampled(pdf, function, dict, (x - low) / (high - low)),
        2.0 => {
            let from = pdf.numbers(dict, "C0").unwrap_or(vec![0.0]);
            let to = pdf.numbers(dict, "C1").unwrap_or(vec![1.0]);
            // the exponent says only how fast it goes from one to the other
            Some(from.iter().zip(&to).map(|(a, b)| a + x * (b - a)).collect())
        }
        3.0 => {
            let bounds = pdf.numbers(dict, "Bounds")?;
            let encode = pdf.numbers(dict, "Encode")?;
            let n = bounds.iter().filter(|b| x >= **b).count();
            let from = if n == 0 { low } else { bounds[n - 1] };
            let to = bounds.get(n).copied().unwrap_or(high);
            let (first, last) = (*encode.get(2 * n)?, *encode.get(2 * n + 1)?);
            let part = if to > from { (x - from) / (to - from) } else { 0.0 };
            evaluate(pdf, pdf.array(dict, "Functions").get(n)?, first + part * (last - first), depth + 1)
        }
        _ => None,
    }
}

/// The nearest sample; `part` runs from 0 to 1.
fn sampled(pdf: &Pdf, function: &Object, dict: &Dictionary, part: f64) -> Option<Vec<f64>> {
    let stream = pdf.resolve(function)?.as_stream().ok()?;
    let [count] = pdf.tuple::<1>(dict, "Size")?;
    let range = pdf.numbers(dict, "Range")?;
    let decode = pdf.numbers(dict, "Decode").unwrap_or(range.clone());
    let bytes = match pdf.number(dict, "BitsPerSample")? {
        8.0 => 1,
        16.0 => 2,
        _ => return None,
    };
    let outputs = range.len() / 2;
    let data = pdf.data(stream)?;
    let index = (part * (count - 1.0)).round().max(0.0) as usize;
    let samples = data.get(index.checked_mul(outputs * bytes)?..)?;
    let spread = |(sample, limits): (&[u8], &[f64])| {
        limits[0] + f64::from(sample[0]) / 255.0 * (limits[1] - limits[0])
    };
    let values: Vec<f64> =
        samples.chunks_exact(bytes).zip(decode.chunks_exact(2)).take(outputs).map(spread).collect();
    (values.len() == outputs).then_some(values)
}
