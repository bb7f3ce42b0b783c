package io.aplomb.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * Fuzz target for the message parsers. The committed inputs run with every build; to search for new
 * ones set the environment variable {@code JAZZER_FUZZ=1} and run this class alone.
 *
 * <p>The first byte of an input chooses kind and mode, the second where it is cut, the rest is
 * sent.
 */
class HttpHeadFuzzTest {
    private static final int RELAXED = 1;
    private static final int RESPONSE = 2;

    @FuzzTest(maxDuration = "60s")
    void head(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Compliance mode = (input[0] & RELAXED) != 0 ? Compliance.RELAXED : Compliance.STRICT;
        byte[] message = Arrays.copyOfRange(input, 2, input.length);
        int cut = Math.min(input[1] & 0xff, message.length);
        new HeadInvariants((input[0] & RESPONSE) == 0, mode).check(message, cut);
    }
}
