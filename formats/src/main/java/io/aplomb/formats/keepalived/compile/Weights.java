package io.aplomb.formats.keepalived.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import java.util.List;

/** {@code weight N [reverse]} of what can be watched. */
final class Weights {

    private Weights() {}

    /** A weight and whether it counts the other way round. */
    record Weight(int value, boolean reverse) {}

    static Weight read(Line line, int most) throws Refusal {
        int value = (int) line.integer("a weight", -most, most);
        if (!line.hasNext()) {
            return new Weight(value, false);
        }
        Word option = line.take("reverse");
        return switch (option.text()) {
            case "reverse" -> new Weight(value, true);
            case "noreverse", "no_reverse" -> new Weight(value, false);
            default -> throw line.unknown(option, "option", List.of("reverse", "noreverse"));
        };
    }
}
