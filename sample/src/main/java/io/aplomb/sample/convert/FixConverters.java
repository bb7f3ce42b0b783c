package io.aplomb.sample.convert;

import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.SampleType.BIN;
import static io.aplomb.sample.SampleType.BOOL;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Octets;
import io.aplomb.sample.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Messages of the Financial Information eXchange protocol: manual section 7.3.1. */
final class FixConverters {

    private static final char DELIMITER = 1;
    private static final String BEGIN_STRING = "8";
    private static final String BODY_LENGTH = "9";
    private static final String MESSAGE_TYPE = "35";
    private static final String CHECK_SUM = "10";

    /** {@code 10=ddd} and its delimiter. */
    private static final int CHECK_SUM_LENGTH = 7;

    private static final Set<String> VERSIONS =
            Set.of("FIX.4.0", "FIX.4.1", "FIX.4.2", "FIX.4.3", "FIX.4.4", "FIXT.1.1");

    private static final Map<String, String> TAGS =
            Map.of(
                    "BeginString", BEGIN_STRING,
                    "BodyLength", BODY_LENGTH,
                    "MsgType", MESSAGE_TYPE,
                    "SenderCompID", "49",
                    "TargetCompID", "56",
                    "CheckSum", CHECK_SUM);

    private FixConverters() {}

    static void register(ConverterTable table) {
        table.converter("fix_is_valid").turns(BIN, BOOL).as((_, value) -> validity(message(value)));
        table.converter("fix_tag_value")
                .turns(BIN, BIN)
                .takes(required("tag", ArgumentType.TEXT))
                .compiledBy(
                        arguments -> {
                            String text = arguments.text(0);
                            String tag = TAGS.getOrDefault(text, text);
                            if (!tag.matches("\\d{1,9}")) {
                                throw new ArgumentException(
                                        0, "Unknown FIX tag name '" + text + "'");
                            }
                            return (_, value) -> tagValue(message(value), tag);
                        });
    }

    private record Field(String tag, String value, int start, int end) {}

    private static String message(Value value) {
        return Octets.text(BinaryConverters.octets(value));
    }

    private static @Nullable Value tagValue(String message, String tag) {
        List<Field> fields = fields(message);
        if (fields == null) {
            return null;
        }
        for (Field field : fields) {
            if (field.tag.equals(tag)) {
                return Value.of(Octets.of(field.value));
            }
        }
        return null;
    }

    /** Null while the end of the message has not come. */
    private static @Nullable Value validity(String message) {
        int checkSum = message.indexOf(DELIMITER + CHECK_SUM + "=");
        boolean ended = checkSum >= 0 && message.indexOf(DELIMITER, checkSum + 1) >= 0;
        return ended ? Value.of(isValid(message)) : null;
    }

    private static boolean isValid(String message) {
        List<Field> fields = fields(message);
        if (fields == null || fields.size() < 4) {
            return false;
        }
        Field begin = fields.get(0);
        Field length = fields.get(1);
        Field last = fields.getLast();
        boolean order =
                begin.tag.equals(BEGIN_STRING)
                        && VERSIONS.contains(begin.value)
                        && length.tag.equals(BODY_LENGTH)
                        && fields.get(2).tag.equals(MESSAGE_TYPE)
                        && last.tag.equals(CHECK_SUM)
                        && last.end - last.start == CHECK_SUM_LENGTH;
        if (!order || !last.value.matches("\\d{3}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < last.start; i++) {
            sum += message.charAt(i);
        }
        return length.value.equals(Integer.toString(last.start - length.end))
                && Integer.parseInt(last.value) == (sum & 0xFF);
    }

    /** The fields up to the checksum, or null when one of them is not a number and a value. */
    private static @Nullable List<Field> fields(String message) {
        List<Field> fields = new ArrayList<>();
        int at = 0;
        while (at < message.length()) {
            int equals = message.indexOf('=', at);
            int end = message.indexOf(DELIMITER, at);
            boolean whole = equals > at && end > equals + 1;
            if (!whole || !message.substring(at, equals).matches("\\d{1,9}")) {
                return null;
            }
            String tag = message.substring(at, equals);
            fields.add(new Field(tag, message.substring(equals + 1, end), at, end + 1));
            at = end + 1;
            if (tag.equals(CHECK_SUM)) {
                break;
            }
        }
        return fields;
    }
}
