package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words of a location rule to a syntax tree: {@code defined|not_defined ATTRIBUTE}, {@code
 * ATTRIBUTE eq|ne|lt|gt|lte|gte [TYPE] VALUE}, {@code date gt|lt DATE}, {@code date in_range DATE
 * to DATE}, {@code date in_range DATE to duration PARTS}, {@code date-spec PARTS}, joined by {@code
 * and} and {@code or}, which bind equally strong and from the left, and grouped by parentheses.
 *
 * <p>A parser of top-down operator precedence: each symbol has a binding power and a meaning at the
 * begin of an expression (null) and after one (left). Messages are those of pcs 0.11.5.
 *
 * <p>Source: Pratt, Top Down Operator Precedence, 1973; pcs(8), constraint location rule.
 */
final class RuleParser {

    private static final List<String> COMPARISONS =
            List.of("eq", "ne", "lt", "gt", "lte", "gte", "in_range");
    private static final List<String> PREFIXES = List.of("defined", "not_defined");
    private static final Set<String> BOOLEANS = Set.of("and", "or");
    private static final Set<String> TYPES = Set.of("string", "integer", "number", "version");
    private static final Set<String> DATES = Set.of(RuleTerm.DATE_SPEC, RuleTerm.DURATION);
    private static final String RANGE = "in_range";
    private static final String RANGE_END = "to";
    private static final String OPEN = "(";
    private static final String CLOSE = ")";

    /** Never a word: a command line has no such character. */
    private static final String END = "\0";

    private static final Map<String, Pattern> TYPE_VALUES =
            Map.of(
                    "integer", Pattern.compile("[-+]?\\d+"),
                    "number",
                            Pattern.compile("[-+]?(\\d+|\\d*\\.\\d+|\\d+\\.\\d*)([eE][+-]?\\d+)?"),
                    "version", Pattern.compile("\\d+(\\.\\d+)*"));

    private record Token(String symbol, String word) {
        String label() {
            if (symbol.equals(END)) {
                return "end";
            }
            return symbol.equals(RuleTerm.LITERAL) ? word : symbol;
        }
    }

    private final List<Token> tokens;
    private int next;

    private RuleParser(List<Token> tokens) {
        this.tokens = tokens;
    }

    /**
     * The tree of a rule.
     *
     * @throws RuleSyntaxException where the words make none
     */
    static RuleTerm parse(List<String> words) {
        RuleParser parser = new RuleParser(tokens(joinDates(separateParentheses(words))));
        RuleTerm rule = parser.expression(0);
        if (!parser.current().symbol().equals(END)) {
            throw new RuleSyntaxException("unexpected '" + parser.current().label() + "'");
        }
        if (rule.isLiteral() || TYPES.contains(rule.symbol()) || rule.is(RuleTerm.DURATION)) {
            List<String> wanted = new ArrayList<>(COMPARISONS);
            wanted.addAll(PREFIXES);
            wanted.add(RuleTerm.DATE_SPEC);
            throw new RuleSyntaxException("missing one of '" + String.join("', '", wanted) + "'");
        }
        return rule;
    }

    private static List<String> separateParentheses(List<String> words) {
        List<String> separated = new ArrayList<>();
        for (String word : words) {
            if (!word.contains(OPEN) && !word.contains(CLOSE)) {
                separated.add(word);
                continue;
            }
            StringBuilder part = new StringBuilder();
            for (int i = 0; i < word.length(); i++) {
                char c = word.charAt(i);
                if (c != '(' && c != ')') {
                    part.append(c);
                    continue;
                }
                if (!part.isEmpty()) {
                    separated.add(part.toString());
                    part.setLength(0);
                }
                separated.add(String.valueOf(c));
            }
            if (!part.isEmpty()) {
                separated.add(part.toString());
            }
        }
        return separated;
    }

    /** Makes one word of the parts that follow {@code date-spec} or {@code duration}. */
    private static List<String> joinDates(List<String> words) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            joined.add(words.get(i));
            if (!DATES.contains(words.get(i))) {
                continue;
            }
            int end = i + 1;
            while (end < words.size() && RuleDateParts.accepts(words.get(end))) {
                end++;
            }
            if (end > i + 1) {
                joined.add(String.join(" ", words.subList(i + 1, end)));
            }
            if (end < words.size()) {
                joined.add(words.get(end)); // pcs takes the word after the parts as it is
            }
            i = end;
        }
        return joined;
    }

    private static List<Token> tokens(List<String> words) {
        List<Token> tokens = new ArrayList<>();
        boolean afterType = false;
        for (String word : words) {
            boolean symbol = !afterType && isSymbol(word);
            tokens.add(symbol ? new Token(word, "") : new Token(RuleTerm.LITERAL, word));
            afterType = symbol && isType(word);
        }
        tokens.add(new Token(END, ""));
        return tokens;
    }

    private static boolean isType(String symbol) {
        return TYPES.contains(symbol) || DATES.contains(symbol);
    }

    private static boolean isSymbol(String word) {
        return bindingPower(word) > 0
                || word.equals(OPEN)
                || word.equals(CLOSE)
                || word.equals(RANGE_END);
    }

    private static int bindingPower(String symbol) {
        if (BOOLEANS.contains(symbol)) {
            return 40;
        }
        if (COMPARISONS.contains(symbol)) {
            return 50;
        }
        if (PREFIXES.contains(symbol)) {
            return 60;
        }
        return isType(symbol) ? 70 : 0;
    }

    private Token current() {
        return tokens.get(next);
    }

    private Token advance() {
        Token token = current();
        if (token.symbol().equals(END)) {
            throw new RuleSyntaxException("unexpected end of rule");
        }
        next++;
        return token;
    }

    private void expect(String symbol) {
        if (current().symbol().equals(END)) {
            throw new RuleSyntaxException("missing '" + symbol + "'");
        }
        if (!current().symbol().equals(symbol)) {
            throw new RuleSyntaxException(
                    "expecting '" + symbol + "', got '" + current().label() + "'");
        }
        next++;
    }

    private RuleTerm expression(int rightPower) {
        RuleTerm left = atBegin(advance());
        while (rightPower < bindingPower(current().symbol())) {
            left = after(left, advance());
        }
        return left;
    }

    private RuleTerm atBegin(Token token) {
        String symbol = token.symbol();
        if (symbol.equals(RuleTerm.LITERAL)) {
            return RuleTerm.literal(token.word());
        }
        if (symbol.equals(OPEN)) {
            RuleTerm inner = expression(0);
            expect(CLOSE);
            return inner;
        }
        if (PREFIXES.contains(symbol)) {
            RuleTerm operand = expression(bindingPower(symbol));
            require(operand.isLiteral(), operand, "after", symbol);
            return RuleTerm.operator(symbol, List.of(operand));
        }
        if (TYPES.contains(symbol)) {
            return typed(symbol, expression(bindingPower(symbol)));
        }
        if (DATES.contains(symbol)) {
            RuleTerm parts = expression(bindingPower(symbol));
            return RuleTerm.date(symbol, RuleDateParts.parse(parts.label(), symbol));
        }
        throw new RuleSyntaxException("unexpected '" + token.label() + "'");
    }

    private static RuleTerm typed(String symbol, RuleTerm value) {
        Pattern sound = TYPE_VALUES.get(symbol);
        if (sound != null && !sound.matcher(value.word()).matches()) {
            throw new RuleSyntaxException("invalid " + symbol + " value '" + value.label() + "'");
        }
        return RuleTerm.operator(symbol, List.of(value));
    }

    private RuleTerm after(RuleTerm left, Token token) {
        String symbol = token.symbol();
        if (symbol.equals(RANGE)) {
            return range(left);
        }
        if (BOOLEANS.contains(symbol)) {
            require(isCondition(left), left, "before", symbol);
            RuleTerm right = expression(bindingPower(symbol));
            require(isCondition(right), right, "after", symbol);
            return RuleTerm.operator(symbol, List.of(left, right));
        }
        if (COMPARISONS.contains(symbol)) {
            require(left.isLiteral(), left, "before", symbol);
            RuleTerm right = expression(bindingPower(symbol));
            require(right.isLiteral() || TYPES.contains(right.symbol()), right, "after", symbol);
            return RuleTerm.operator(symbol, List.of(left, right));
        }
        throw new RuleSyntaxException("unexpected '" + symbol + "' after '" + left.label() + "'");
    }

    private RuleTerm range(RuleTerm left) {
        require(left.isLiteral() && left.word().equals("date"), left, "before", RANGE);
        RuleTerm from = expression(bindingPower(RANGE));
        require(from.isLiteral(), from, "after", RANGE);
        expect(RANGE_END);
        RuleTerm to = expression(bindingPower(RANGE));
        require(
                to.isLiteral() || to.is(RuleTerm.DURATION),
                to,
                "after",
                RANGE + " ... " + RANGE_END);
        for (RuleTerm date : List.of(from, to)) {
            if (date.isLiteral() && !RuleDates.isDate(date.word())) {
                throw new RuleSyntaxException(
                        "invalid date '" + date.word() + "' in 'in_range ... to'");
            }
        }
        return RuleTerm.operator(RANGE, List.of(left, from, to));
    }

    private static boolean isCondition(RuleTerm term) {
        return COMPARISONS.contains(term.symbol())
                || PREFIXES.contains(term.symbol())
                || BOOLEANS.contains(term.symbol())
                || term.is(RuleTerm.DATE_SPEC);
    }

    private static void require(boolean allowed, RuleTerm term, String where, String symbol) {
        if (!allowed) {
            throw new RuleSyntaxException(
                    "unexpected '" + term.label() + "' " + where + " '" + symbol + "'");
        }
    }
}
