import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Reference;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Check FILE...: holds each PDF 1.7 to PDF/UA-1 and PDF/A-2a, each PDF 2.0 to PDF/UA-2 and PDF/A-4; prints what
 * stands against them.
 *
 * <p>Exit status: 0 all conform, 1 one does not, 2 misuse or a file that cannot be read.
 */
public class Check {
    private static final Map<String, List<String>> PROFILES =
            new TreeMap<>(Map.of("1", List.of("PDFUA-1", "PDFA-2A"), "2", List.of("PDFUA-2-ISO32005", "PDFA-4")));

    public static void main(String[] files) throws Exception {
        if (files.length == 0) {
            System.err.println("usage: check FILE...");
            System.exit(2);
        }
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Map<String, List<String>> byVersion = new TreeMap<>();
        for (String file : files) byVersion.computeIfAbsent(version(file), v -> new ArrayList<>()).add(file);
        int worst = 0;
        for (Map.Entry<String, List<String>> some : byVersion.entrySet()) {
            for (String name : PROFILES.getOrDefault(some.getKey(), PROFILES.get("1"))) {
                ValidationProfile profile = profile(name);
                int good = 0;
                for (String file : some.getValue()) {
                    int status = check(file, profile);
                    worst = Math.max(worst, status);
                    good += status == 0 ? 1 : 0;
                }
                System.out.println(name + ": " + good + " of " + some.getValue().size() + " files conform");
            }
        }
        System.exit(worst);
    }

    /** The first figure of the version of PDF that a file says it is. */
    private static String version(String file) {
        try (FileInputStream in = new FileInputStream(file)) {
            String head = new String(in.readNBytes(6), StandardCharsets.US_ASCII);
            return head.startsWith("%PDF-") ? head.substring(5) : "1";
        } catch (IOException e) {
            return "1"; // told where it is read
        }
    }

    /** 0 if the file keeps the profile, 1 if not, 2 if it cannot be read. */
    private static int check(String file, ValidationProfile profile) {
        PDFAFlavour flavour = profile.getPDFAFlavour();
        try (FileInputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, flavour)) {
            PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, 1, false, true, false);
            ValidationResult result = validator.validate(parser);
            for (TestAssertion found : result.getTestAssertions()) {
                if (found.getStatus() == TestAssertion.Status.FAILED) print(file, found);
            }
            return result.isCompliant() ? 0 : 1;
        } catch (Exception e) {
            System.out.println(file + ": " + e);
            return 2;
        }
    }

    private static void print(String file, TestAssertion found) {
        RuleId rule = found.getRuleId();
        String said = found.getErrorMessage();
        said = said == null || said.isEmpty() ? found.getMessage() : said;
        System.out.println(file + ": " + rule.getSpecification() + " " + rule.getClause() + ", test "
                + rule.getTestNumber() + ": " + said.replaceAll("\\s+", " ")
                + "\n    at " + found.getLocation().getContext());
    }

    /** The rules of a standard. veraPDF itself reads them with JAXB, which the jar does not hold. */
    private static ValidationProfile profile(String name) throws Exception {
        Element root;
        try (InputStream in = Check.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml")) {
            root = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new LinkedHashSet<>();
        for (Element e : children(root, "rule")) rules.add(rule(e));
        Set<Variable> variables = new LinkedHashSet<>();
        for (Element e : children(root, "variable")) {
            variables.add(Profiles.variableFromValues(e.getAttribute("name"), e.getAttribute("object"),
                    text(e, "defaultValue"), text(e, "value")));
        }
        if (rules.isEmpty()) throw new IOException("profile " + name + " has no rules");
        return Profiles.profileFromValues(PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, name, "veraPDF", new Date(0)), "", rules, variables);
    }

    private static Rule rule(Element e) {
        Element id = children(e, "id").get(0);
        RuleId number = Profiles.ruleIdFromValues(
                PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                id.getAttribute("clause"), Integer.parseInt(id.getAttribute("testNumber")));
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element a : children(e, "argument")) {
            String name = a.hasAttribute("name") ? a.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(a.getTextContent().trim(), name, null));
        }
        ErrorDetails error = Profiles.errorFromValues(text(e, "message"), arguments);
        List<Reference> references = new ArrayList<>();
        for (Element r : children(e, "reference")) {
            references.add(Profiles.referenceFromValues(r.getAttribute("specification"), r.getAttribute("clause")));
        }
        Boolean deferred = e.hasAttribute("deferred") ? Boolean.valueOf(e.getAttribute("deferred")) : null;
        return Profiles.ruleFromValues(number, e.getAttribute("object"), deferred, e.getAttribute("tags"),
                text(e, "description"), text(e, "test"), error, references);
    }

    private static List<Element> children(Element parent, String tag) {
        NodeList nodes = parent.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) elements.add((Element) nodes.item(i));
        return elements;
    }

    /** The text of the only descendant with that tag; empty where there is none. */
    private static String text(Element parent, String tag) {
        List<Element> found = children(parent, tag);
        return found.isEmpty() ? "" : found.get(0).getTextContent().trim();
    }
}
