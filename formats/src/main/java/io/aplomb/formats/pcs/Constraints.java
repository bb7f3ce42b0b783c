package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** What the commands of all kinds of constraints have in common. */
final class Constraints {

    private static final String REFERENCE = "resource_ref";
    private static final String SET = "resource_set";

    private Constraints() {}

    /** {@code config} of one kind. */
    static PcsAnswer config(Call call, String heading, String name) {
        call.options().only("-f", "--full");
        call.expectWords(0, 0);
        List<String> lines =
                ConstraintText.section(heading, name, call.options().has("--full"), call.cib());
        return call.printed(String.join("\n", lines) + "\n");
    }

    /** A word {@code name=value} whose value is not empty. */
    static Map.Entry<String, String> option(String word) {
        int equals = word.indexOf('=');
        if (equals < 0) {
            throw InvalidCommand.because("missing value of '" + word + "' option");
        }
        if (equals == 0) {
            throw InvalidCommand.because("missing key in '" + word + "' option");
        }
        String name = word.substring(0, equals);
        if (equals == word.length() - 1) {
            throw InvalidCommand.because("value of '" + name + "' option is empty");
        }
        return Map.entry(name, word.substring(equals + 1));
    }

    /** Refuses names that the schema does not have. */
    static void requireOptions(Collection<String> given, Collection<String> allowed) {
        List<String> unknown = OptionChecks.unknown(given, allowed);
        if (!unknown.isEmpty()) {
            throw InvalidCommand.because(OptionChecks.invalidNames(unknown, allowed, ""));
        }
    }

    /** Ends the command with the errors found, which pcs tells without a last line. */
    static void stop(Reports found) {
        if (found.hasErrors()) {
            throw InvalidCommand.because(
                    String.join("\n", found.lines()).substring("Error: ".length()));
        }
    }

    /** Refuses a constraint between two that says what another one says already, unless forced. */
    static void refuseDuplicates(Element added, Function<Element, List<String>> sense, Call call) {
        if (call.options().force()) {
            return;
        }
        List<String> found = new ArrayList<>();
        for (Element other : call.cib().section("constraints").children(added.name())) {
            if (other.child(SET).isEmpty() && sense.apply(other).equals(sense.apply(added))) {
                found.add("  " + ConstraintText.line(other, true));
            }
        }
        if (!found.isEmpty()) {
            throw InvalidCommand.because(ConstraintText.DUPLICATE + String.join("\n", found));
        }
    }

    /** The same for sets and tickets, where pcs says it in other words. */
    static void reportDuplicates(Element added, Predicate<Element> same, Call call) {
        List<String> found = new ArrayList<>();
        for (Element other : call.cib().section("constraints").children(added.name())) {
            if (same.test(other)) {
                found.add("  " + ConstraintText.line(other, true));
            }
        }
        if (!found.isEmpty()) {
            call.reports().note("Duplicate constraints:\n" + String.join("\n", found));
            call.reports().forceable("duplicate constraint already exists");
            call.reports().stopOnErrors();
        }
    }

    /**
     * Constraints without a resource: those about it go, sets lose it, and what is left empty by
     * that goes too.
     *
     * @param about whether a constraint names the resource itself
     * @param withSets whose sets are looked at
     */
    static Element withoutResource(
            Element section,
            String resource,
            Predicate<Element> about,
            Predicate<Element> withSets) {
        List<Element> kept = new ArrayList<>();
        for (Element constraint : section.children()) {
            if (about.test(constraint)) {
                continue;
            }
            Element rest =
                    withSets.test(constraint) ? withoutReference(constraint, resource) : constraint;
            boolean emptied = constraint.child(SET).isPresent() && rest.child(SET).isEmpty();
            if (!emptied) {
                kept.add(rest);
            }
        }
        return section.withChildren(kept);
    }

    private static Element withoutReference(Element constraint, String resource) {
        List<Element> kept = new ArrayList<>();
        for (Element child : constraint.children()) {
            Element rest =
                    child.withoutChildren(
                            inner -> inner.is(REFERENCE) && inner.id().equals(resource));
            boolean emptied = child.is(SET) && rest != child && rest.child(REFERENCE).isEmpty();
            if (!emptied) {
                kept.add(rest);
            }
        }
        return constraint.withChildren(kept);
    }
}
