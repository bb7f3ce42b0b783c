package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.Set;

/**
 * Whom a fencing level is for.
 *
 * @param type {@code node}, {@code regexp} or {@code attrib}
 * @param value the node, the pattern, or the value of the attribute
 * @param attribute of nodes, empty for the other types
 */
record FencingTarget(String type, String value, String attribute) {

    static final String NODE = "node";
    static final String PATTERN = "regexp";
    static final String ATTRIBUTE = "attrib";

    /** {@code n1}, {@code node%n1}, {@code regexp%n[12]} or {@code attrib%rack=1}. */
    static FencingTarget parse(String word) {
        TypedWord typed = TypedWord.parse(word, Set.of(NODE, PATTERN, ATTRIBUTE), NODE);
        if (!typed.type().equals(ATTRIBUTE)) {
            return new FencingTarget(typed.type(), typed.value(), "");
        }
        String pair = typed.value();
        int equals = pair.indexOf('=');
        if (equals < 0) {
            throw InvalidCommand.because("missing value of '" + pair + "' option");
        }
        if (equals == 0) {
            throw InvalidCommand.because("missing key in '" + pair + "' option");
        }
        return new FencingTarget(ATTRIBUTE, pair.substring(equals + 1), pair.substring(0, equals));
    }

    /** That of a level; with an empty value where it has none. */
    static FencingTarget of(Element level) {
        if (level.attribute("target") != null) {
            return new FencingTarget(NODE, level.attribute("target", ""), "");
        }
        if (level.attribute("target-pattern") != null) {
            return new FencingTarget(PATTERN, level.attribute("target-pattern", ""), "");
        }
        return new FencingTarget(
                ATTRIBUTE,
                level.attribute("target-value", ""),
                level.attribute("target-attribute", ""));
    }

    /** The level with this target. */
    Element put(Element level) {
        return switch (type) {
            case NODE -> level.with("target", value);
            case PATTERN -> level.with("target-pattern", value);
            default -> level.with("target-attribute", attribute).with("target-value", value);
        };
    }

    /** What the id of a level is made of. */
    String idPart() {
        return type.equals(ATTRIBUTE) ? attribute : value;
    }

    /** As messages name it. */
    String told() {
        return type.equals(ATTRIBUTE) ? attribute + "=" + value : value;
    }
}
