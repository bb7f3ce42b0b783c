package io.aplomb.sample.acl;

import io.aplomb.sample.SampleType;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a sample is compared with patterns: manual section 7.1, flag {@code -m}. */
public enum MatchMethod {
    /** The sample is there. */
    FOUND,
    /** It is true. */
    BOOL,
    /** It lies in an integer range. */
    INT,
    /** It lies in a network. */
    IP,
    /** It is these octets. */
    BIN,
    /** Its length lies in a range. */
    LEN,
    /** It is this text. */
    STR,
    /** It begins with the text. */
    BEG,
    /** It contains the text. */
    SUB,
    /** It contains the text between slashes. */
    DIR,
    /** It contains the text between dots and other delimiters of URLs. */
    DOM,
    /** It ends with the text. */
    END,
    /** A regular expression is found in it. */
    REG,
    /** It is this HTTP method; implied by the sample's type, no word of the configuration. */
    METH,
    /** It is a version {@code 3.1}; implied by the fetch, no word of the configuration. */
    VERSION;

    /** The word after {@code -m}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The method of this word, or null. */
    public static @Nullable MatchMethod of(String word) {
        for (MatchMethod method : values()) {
            if (method != METH && method != VERSION && method.word().equals(word)) {
                return method;
            }
        }
        return null;
    }

    /** What a type is matched with when nothing is said, or null when something must be. */
    static @Nullable MatchMethod defaultFor(SampleType type) {
        return switch (type) {
            case BOOL -> BOOL;
            case SINT -> INT;
            case ADDR, IPV4, IPV6 -> IP;
            case STR -> STR;
            case METH -> METH;
            case ANY, BIN -> null;
        };
    }

    /** What the sample is turned into before it is compared. */
    SampleType compares() {
        return switch (this) {
            case FOUND -> SampleType.ANY;
            case BOOL -> SampleType.BOOL;
            case INT, VERSION -> SampleType.SINT;
            case IP -> SampleType.ADDR;
            case BIN -> SampleType.BIN;
            case LEN, STR, BEG, SUB, DIR, DOM, END, REG, METH -> SampleType.STR;
        };
    }

    /** Whether samples of that type can ever be compared so: the matrix of section 7.1. */
    boolean accepts(SampleType type) {
        if (this == BIN) {
            return type == SampleType.STR || type == SampleType.BIN || type == SampleType.ANY;
        }
        return type.castsTo(compares());
    }

    /** Whether it has no use for patterns. */
    public boolean takesNoPattern() {
        return this == FOUND || this == BOOL;
    }
}
