package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Syntax trees of rules to elements of the configuration. */
final class RuleElements {

    private final UnaryOperator<String> free;
    private final boolean knowsInteger;

    /**
     * @param free gives a free id like the one asked for, and takes it
     * @param knowsInteger whether the schema is 3.5 or later and has the type {@code integer}
     */
    RuleElements(UnaryOperator<String> free, boolean knowsInteger) {
        this.free = free;
        this.knowsInteger = knowsInteger;
    }

    /**
     * A rule.
     *
     * @param id asked for
     * @throws RuleSyntaxException for a date that is none
     */
    Element rule(RuleTerm term, String id) {
        String taken = free.apply(id);
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", taken);
        List<Element> children = new ArrayList<>();
        if (isBoolean(term)) {
            attributes.put("boolean-op", term.symbol());
        }
        conditions(term, taken, children);
        return new Element("rule", attributes, children, 0);
    }

    private static boolean isBoolean(RuleTerm term) {
        return term.is("and") || term.is("or");
    }

    /**
     * Conditions joined by the operator of their rule stand in it, others in rules of their own.
     */
    private void conditions(RuleTerm term, String ruleId, List<Element> children) {
        if (!isBoolean(term)) {
            children.add(condition(term, ruleId));
            return;
        }
        for (RuleTerm operand : term.operands()) {
            if (isBoolean(operand) && !operand.is(term.symbol())) {
                children.add(rule(operand, ruleId + "-rule").with("score", "0"));
            } else {
                conditions(operand, ruleId, children);
            }
        }
    }

    private Element condition(RuleTerm term, String ruleId) {
        if (term.is(RuleTerm.DATE_SPEC)) {
            return dateSpec(term, ruleId);
        }
        boolean date =
                term.operands().size() > 1
                        && List.of("gt", "lt", "in_range").contains(term.symbol())
                        && term.operands().get(0).word().equals("date")
                        && term.operands().get(1).isLiteral();
        return date ? date(term, ruleId) : expression(term, ruleId);
    }

    private Element dateSpec(RuleTerm term, String ruleId) {
        String id = free.apply(ruleId + "-expr");
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("id", free.apply(id + "-datespec"));
        parts.putAll(term.dateParts());
        return Element.of("date_expression", Map.of("id", id))
                .with("operation", "date_spec")
                .withChild(Element.of("date_spec", parts));
    }

    private Element date(RuleTerm term, String ruleId) {
        String from = term.operands().get(1).word();
        if (!RuleDates.isDate(from)) {
            throw new RuleSyntaxException("'" + from + "' is not an ISO 8601 date");
        }
        String id = free.apply(ruleId + "-expr");
        Element date =
                Element.of("date_expression", Map.of("id", id)).with("operation", term.symbol());
        if (!term.is("in_range")) {
            return date.with(term.is("gt") ? "start" : "end", from);
        }
        RuleTerm to = term.operands().get(2);
        Element range = date.with("start", from);
        if (!to.is(RuleTerm.DURATION)) {
            return range.with("end", to.word());
        }
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("id", free.apply(id + "-duration"));
        parts.putAll(to.dateParts());
        return range.withChild(Element.of("duration", parts));
    }

    private Element expression(RuleTerm term, String ruleId) {
        Element expression =
                Element.of("expression", Map.of("id", free.apply(ruleId + "-expr")))
                        .with("operation", term.symbol())
                        .with("attribute", term.operands().get(0).word());
        if (term.operands().size() < 2) {
            return expression;
        }
        RuleTerm value = term.operands().get(1);
        if (value.isLiteral()) {
            return expression.with("value", value.word());
        }
        boolean renamed = value.is("integer") && !knowsInteger;
        return expression
                .with("type", renamed ? "number" : value.symbol())
                .with("value", value.operands().get(0).word());
    }
}
