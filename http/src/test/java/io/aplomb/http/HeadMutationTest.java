package io.aplomb.http;

import io.aplomb.http.MessageTable.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages of the tables, spoilt at random by a seed, against {@link HeadInvariants}. */
class HeadMutationTest {
    private static final int ROUNDS = 20_000;
    private static final int MAX_MESSAGE_BYTES = 400;
    private static final byte[] SPOILERS =
            "\r\n\t \0:,;?#@*/[]0159aAhH\u007f\u00e9".getBytes(StandardCharsets.ISO_8859_1);

    @Test
    void message_spoiltAtRandom_keepsTheInvariants() {
        List<byte[]> messages = messages();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] message = messages.get(random.nextInt(messages.size())).clone();
            for (int i = random.nextInt(4); i > 0; i--) {
                message = spoil(random, message);
            }
            Compliance mode = random.nextBoolean() ? Compliance.STRICT : Compliance.RELAXED;
            boolean request = random.nextInt(10) > 0 != startsLikeResponse(message);
            int cut = random.nextInt(message.length + 1);
            try {
                new HeadInvariants(request, mode).check(message, cut);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", " + mode + ", cut " + cut, e);
            }
        }
    }

    private static List<byte[]> messages() {
        List<byte[]> messages = new ArrayList<>();
        for (String table : List.of("compliance.txt", "accepted.txt")) {
            for (Row row : MessageTable.read(table)) {
                String head =
                        row.second().equals("body")
                                ? "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                : "";
                byte[] bytes = (head + row.message()).getBytes(StandardCharsets.ISO_8859_1);
                if (bytes.length <= MAX_MESSAGE_BYTES) {
                    messages.add(bytes);
                }
            }
        }
        return messages;
    }

    private static boolean startsLikeResponse(byte[] message) {
        return message.length > 4 && message[0] == 'H' && message[4] == '/';
    }

    private static byte[] spoil(Random random, byte[] message) {
        if (message.length == 0) {
            return message;
        }
        int at = random.nextInt(message.length);
        byte spoiler = SPOILERS[random.nextInt(SPOILERS.length)];
        return switch (random.nextInt(4)) {
            case 0 -> {
                byte[] changed = message.clone();
                changed[at] = spoiler;
                yield changed;
            }
            case 1 -> joined(Arrays.copyOf(message, at), new byte[] {spoiler}, message, at);
            case 2 -> joined(Arrays.copyOf(message, at), new byte[0], message, at + 1);
            default -> {
                int from = random.nextInt(at + 1);
                yield joined(
                        Arrays.copyOf(message, at),
                        Arrays.copyOfRange(message, from, at),
                        message,
                        at);
            }
        };
    }

    private static byte[] joined(byte[] before, byte[] middle, byte[] rest, int restFrom) {
        byte[] out = Arrays.copyOf(before, before.length + middle.length + rest.length - restFrom);
        System.arraycopy(middle, 0, out, before.length, middle.length);
        System.arraycopy(
                rest, restFrom, out, before.length + middle.length, rest.length - restFrom);
        return out;
    }
}
