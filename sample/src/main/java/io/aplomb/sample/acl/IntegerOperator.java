package io.aplomb.sample.acl;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Operators before integer patterns: manual section 7.1.2. */
enum IntegerOperator {
    EQ,
    GE,
    GT,
    LE,
    LT;

    /** The operator of this word, or null. */
    static @Nullable IntegerOperator of(String word) {
        for (IntegerOperator operator : values()) {
            if (operator.name().toLowerCase(Locale.ROOT).equals(word)) {
                return operator;
            }
        }
        return null;
    }
}
