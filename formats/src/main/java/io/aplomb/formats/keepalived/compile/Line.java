package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.Severity;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.keepalived.syntax.Block;
import io.aplomb.formats.keepalived.syntax.Statement;
import io.aplomb.formats.keepalived.syntax.Term;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The words of one statement, taken from left to right, and the way to complain about any of them.
 * For one thread and one statement.
 */
final class Line {

    static final long SECOND_NS = 1_000_000_000L;

    private static final Pattern DECIMAL = Pattern.compile("[0-9]+(\\.[0-9]*)?|\\.[0-9]+");

    private static final Map<String, Boolean> TRUTHS =
            Map.of(
                    "on", true, "true", true, "yes", true, "off", false, "false", false, "no",
                    false);

    private final Statement statement;
    private final Diagnostics diagnostics;
    private int next = 1;
    private boolean blockTaken;

    Line(Statement statement, Diagnostics diagnostics) {
        this.statement = statement;
        this.diagnostics = diagnostics;
    }

    /** A line whose first word is an argument, as in a list of addresses. */
    static Line ofList(Statement statement, Diagnostics diagnostics) {
        Line line = new Line(statement, diagnostics);
        line.next = 0;
        return line;
    }

    Word keyword() {
        return statement.keyword();
    }

    SourcePosition position() {
        return keyword().position();
    }

    boolean hasNext() {
        return next < statement.terms().size();
    }

    /** The next word without taking it. */
    @Nullable Word peek() {
        return hasNext() ? statement.terms().get(next).word() : null;
    }

    /** Takes the next word if it is this one. */
    boolean takeIf(String text) {
        Word word = peek();
        if (word == null || !word.is(text)) {
            return false;
        }
        next++;
        return true;
    }

    Word take(String expected) throws Refusal {
        return takeTerm(expected).word();
    }

    Term takeTerm(String expected) throws Refusal {
        if (!hasNext()) {
            Word last = statement.terms().getLast().word();
            throw error(last, "'%s' needs %s".formatted(last.text(), expected));
        }
        return statement.terms().get(next++);
    }

    /** All words not yet taken. */
    List<Word> rest() {
        List<Word> words = statement.terms().stream().skip(next).map(Term::word).toList();
        next = statement.terms().size();
        return words;
    }

    /** The block, which must be there. */
    Block block() throws Refusal {
        blockTaken = true;
        Block block = statement.block();
        if (block == null) {
            Word last = statement.terms().getLast().word();
            throw error(
                    last,
                    "'%s' needs a block".formatted(keyword().text()),
                    "write { ... } after it");
        }
        return block;
    }

    /** Complains about what was not read. */
    void end() {
        if (hasNext()) {
            Word extra = statement.terms().get(next).word();
            warning(
                    extra,
                    "'%s' and what follows on the line has no effect".formatted(extra.text()),
                    "remove it, or put words that belong together in quotes");
        }
        if (statement.block() != null && !blockTaken) {
            report(error(keyword(), "'%s' takes no block".formatted(keyword().text())));
        }
    }

    long integer(String what, long least, long most) throws Refusal {
        return integer(take(what), what, least, most);
    }

    long integer(Word word, String what, long least, long most) throws Refusal {
        String digits = word.text().startsWith("-") ? word.text().substring(1) : word.text();
        boolean valid =
                !digits.isEmpty()
                        && digits.length() <= 18
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!valid) {
            throw error(word, "'%s' is not a whole number".formatted(word.text()), "write " + what);
        }
        long value = Long.parseLong(word.text());
        if (value < least || value > most) {
            throw error(word, "%d is not within %d..%d".formatted(value, least, most));
        }
        return value;
    }

    /** Seconds with a fraction, in nanoseconds; the limits are seconds. */
    long seconds(String what, double leastSeconds, double mostSeconds) throws Refusal {
        return seconds(take(what), leastSeconds, mostSeconds);
    }

    long seconds(Word word, double leastSeconds, double mostSeconds) throws Refusal {
        if (word.text().length() > 20 || !DECIMAL.matcher(word.text()).matches()) {
            throw error(
                    word,
                    "'%s' is not a number of seconds".formatted(word.text()),
                    "write seconds without a unit, such as 1 or 0.5");
        }
        double value = Double.parseDouble(word.text());
        if (value < leastSeconds || value > mostSeconds) {
            throw error(
                    word,
                    "%s s is not within %s..%s s"
                            .formatted(word.text(), plain(leastSeconds), plain(mostSeconds)));
        }
        return new BigDecimal(word.text()).movePointRight(9).longValue();
    }

    private static String plain(double seconds) {
        return BigDecimal.valueOf(seconds).stripTrailingZeros().toPlainString();
    }

    /** {@code on} and its kin; true when the line ends here. */
    boolean truth() throws Refusal {
        if (!hasNext()) {
            return true;
        }
        Word word = take("on or off");
        Boolean value = TRUTHS.get(word.text().toLowerCase(Locale.ROOT));
        if (value == null) {
            throw error(
                    word, "'%s' is neither on nor off".formatted(word.text()), "write on or off");
        }
        return value;
    }

    IpAddress address(String what) throws Refusal {
        return address(take(what));
    }

    IpAddress address(Word word) throws Refusal {
        IpAddress address = IpAddress.parse(word.text());
        if (address == null) {
            throw error(word, "'%s' is not an IP address".formatted(word.text()));
        }
        return address;
    }

    /** A constant by its name, in either case. */
    <E extends Enum<E>> E constant(Class<E> type, String what) throws Refusal {
        Word word = take(what);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(word.text())) {
                return constant;
            }
        }
        // Words such as scopes are written small, others such as protocols large.
        boolean small = word.text().equals(word.text().toLowerCase(Locale.ROOT));
        List<String> names =
                Arrays.stream(type.getEnumConstants())
                        .map(Enum::name)
                        .map(name -> small ? name.toLowerCase(Locale.ROOT) : name)
                        .toList();
        throw unknown(word, what, names);
    }

    /** Complains about a word which is none of the known ones. */
    Refusal unknown(Word word, String what, Collection<String> known) {
        String message = "unknown %s '%s'".formatted(what, word.text());
        return Suggestions.nearest(word.text(), known)
                .map(near -> error(word, message, "did you mean '" + near + "'?"))
                .orElseGet(() -> error(word, message, "expected " + String.join(", ", known)));
    }

    Refusal error(Word at, String message) {
        return refusal(at, message, null);
    }

    Refusal error(Word at, String message, String advice) {
        return refusal(at, message, advice);
    }

    private static Refusal refusal(Word at, String message, @Nullable String advice) {
        return new Refusal(
                new Diagnostic(Severity.ERROR, at.position(), message, at.width(), null, advice));
    }

    void warning(Word at, String message, String advice) {
        diagnostics.warning(at.position(), at.width(), message, advice);
    }

    void report(Refusal refusal) {
        Diagnostic diagnostic = refusal.diagnostic();
        if (diagnostic != null) {
            diagnostics.add(diagnostic);
        }
    }

    Diagnostics diagnostics() {
        return diagnostics;
    }
}
