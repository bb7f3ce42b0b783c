package io.aplomb.app.cluster.pcs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextDifferenceTest {
    @Test
    void sameTexts_differInNothing() {
        assertThat(TextDifference.of("a\nb\n", "a\nb\n", "x", "y")).isEmpty();
    }

    @Test
    void oneLine_isShownWithThreeAround() {
        assertThat(
                        TextDifference.of(
                                "1\n2\n3\n4\n5\n6\n7\n8\n", "1\n2\n3\n4\nx\n6\n7\n8\n", "p", "q"))
                .isEqualTo(
                        """
                        --- p
                        +++ q
                        @@ -2,7 +2,7 @@
                         2
                         3
                         4
                        -5
                        +x
                         6
                         7
                         8
                        """);
    }

    @Test
    void anyDifference_leadsFromOneTextToTheOther() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> before = lines(random);
            List<String> after = lines(random);
            String difference = TextDifference.of(text(before), text(after), "p", "q");
            assertThat(patched(before, difference)).as("round %s", round).isEqualTo(after);
        }
    }

    private static List<String> lines(Random random) {
        List<String> lines = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i--) {
            lines.add(Integer.toString(random.nextInt(6)));
        }
        return lines;
    }

    private static String text(List<String> lines) {
        return lines.isEmpty() ? "" : String.join("\n", lines) + "\n";
    }

    /** As patch(1) does it. */
    private static List<String> patched(List<String> before, String difference) {
        if (difference.isEmpty()) {
            return before;
        }
        List<String> after = new ArrayList<>();
        int at = 0;
        for (String line : difference.lines().skip(2).toList()) {
            if (line.startsWith("@@")) {
                String[] range = line.substring(4, line.indexOf(' ', 4)).split(",", -1);
                int start = Integer.parseInt(range[0]) - (range[1].equals("0") ? 0 : 1);
                while (at < start) {
                    after.add(before.get(at++));
                }
            } else if (line.startsWith("+")) {
                after.add(line.substring(1));
            } else {
                assertThat(before.get(at)).isEqualTo(line.substring(1));
                at++;
                if (line.startsWith(" ")) {
                    after.add(line.substring(1));
                }
            }
        }
        after.addAll(before.subList(at, before.size()));
        return after;
    }
}
