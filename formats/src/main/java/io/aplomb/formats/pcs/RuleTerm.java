package io.aplomb.formats.pcs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node of the syntax tree of a location rule.
 *
 * @param symbol the operator or type, {@link #LITERAL} for a plain word
 * @param word the plain word, else empty
 * @param operands what the operator stands between or before
 * @param dateParts of a date specification or a duration, in the order given: {@code hours} to
 *     {@code 8-17}
 */
record RuleTerm(
        String symbol, String word, List<RuleTerm> operands, Map<String, String> dateParts) {

    static final String LITERAL = "";
    static final String DATE_SPEC = "date-spec";
    static final String DURATION = "duration";

    RuleTerm {
        operands = List.copyOf(operands);
    }

    static RuleTerm literal(String word) {
        return new RuleTerm(LITERAL, word, List.of(), Map.of());
    }

    static RuleTerm operator(String symbol, List<RuleTerm> operands) {
        return new RuleTerm(symbol, "", operands, Map.of());
    }

    static RuleTerm date(String symbol, Map<String, String> parts) {
        return new RuleTerm(symbol, "", List.of(), parts);
    }

    boolean isLiteral() {
        return symbol.equals(LITERAL);
    }

    boolean is(String wanted) {
        return symbol.equals(wanted);
    }

    /** How a message names it. */
    String label() {
        return isLiteral() ? word : symbol;
    }

    /** The parts in the order of their names. */
    Map<String, String> sortedDateParts() {
        return new TreeMap<>(dateParts);
    }
}
