package io.aplomb.sample.acl;

import io.aplomb.sample.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Integers and ranges {@code low:high}, either end open: manual section 7.1.2. */
final class RangeIndex<T> implements PatternIndex<T> {

    enum Measure {
        NUMBER,
        LENGTH,
        /** {@code 3.1}, major times 65536 plus minor. */
        VERSION
    }

    private record Range<T>(long low, long high, T meaning) {}

    private final Measure measure;
    private final Map<Long, T> exact = new HashMap<>();
    private final List<Range<T>> ranges = new ArrayList<>();

    RangeIndex(Measure measure) {
        this.measure = measure;
    }

    @Override
    public void add(String pattern, T meaning) throws BadPatternException {
        int colon = pattern.indexOf(':');
        if (colon < 0) {
            exact.putIfAbsent(number(pattern, pattern), meaning);
            return;
        }
        String low = pattern.substring(0, colon);
        String high = pattern.substring(colon + 1);
        if (low.isEmpty() && high.isEmpty()) {
            throw new BadPatternException("'" + pattern + "' is not a valid number range");
        }
        addRange(
                low.isEmpty() ? Long.MIN_VALUE : number(low, pattern),
                high.isEmpty() ? Long.MAX_VALUE : number(high, pattern),
                meaning);
    }

    /** Adds what an operator and its number stand for: {@code ge 5}. */
    void add(IntegerOperator operator, String pattern, T meaning) throws BadPatternException {
        long number = number(pattern, pattern);
        switch (operator) {
            case EQ -> exact.putIfAbsent(number, meaning);
            case GE -> addRange(number, Long.MAX_VALUE, meaning);
            case LE -> addRange(Long.MIN_VALUE, number, meaning);
            case GT -> {
                if (number < Long.MAX_VALUE) {
                    addRange(number + 1, Long.MAX_VALUE, meaning);
                }
            }
            case LT -> {
                if (number > Long.MIN_VALUE) {
                    addRange(Long.MIN_VALUE, number - 1, meaning);
                }
            }
        }
    }

    @Override
    public @Nullable T find(Value value) {
        long number =
                switch (value) {
                    case Value.IntValue(long n) -> n;
                    case Value.BoolValue(boolean truth) -> truth ? 1 : 0;
                    case Value.TextValue(String text) -> text.length();
                    case Value.BinaryValue(byte[] octets) -> octets.length;
                    case Value.IpValue _, Value.MethodValue _ -> -1;
                };
        T found = exact.get(number);
        if (found != null) {
            return found;
        }
        for (Range<T> range : ranges) {
            if (number >= range.low && number <= range.high) {
                return range.meaning;
            }
        }
        return null;
    }

    @Override
    public int size() {
        return exact.size() + ranges.size();
    }

    private void addRange(long low, long high, T meaning) {
        ranges.add(new Range<>(low, high, meaning));
    }

    private long number(String text, String pattern) throws BadPatternException {
        try {
            int dot = measure == Measure.VERSION ? text.indexOf('.') : -1;
            if (dot >= 0) {
                long major = Long.parseLong(text.substring(0, dot));
                return (major << 16) + Long.parseLong(text.substring(dot + 1));
            }
            return measure == Measure.VERSION ? Long.parseLong(text) << 16 : Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new BadPatternException(
                    text.equals(pattern)
                            ? "'" + pattern + "' is neither a number nor a supported operator"
                            : "'" + pattern + "' is not a valid number range");
        }
    }
}
