package io.aplomb.cluster.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Random rules hold exactly where they held in Pacemaker 2.1.5. */
final class ObservedRulesTest {

    private static final OffsetDateTime NOW = OffsetDateTime.parse("2019-09-23T17:00:00Z");

    private static Map<String, String> node() {
        Map<String, String> node = new HashMap<>();
        node.put("#uname", "node1");
        node.put("#id", "1");
        node.put("#kind", "cluster");
        node.put("#cluster-name", "zed");
        node.put("#site-name", "zed");
        node.put("#is_dc", "true");
        node.put("a", "5");
        node.put("b", "5.0");
        node.put("c", "abc");
        node.put("d", "1.10.2");
        node.put("e", "INFINITY");
        node.put("f", "-3");
        node.put("g", "");
        node.put("h", "0x10");
        node.put("i", " 7");
        node.put("j", "1.03");
        node.put("k", "ABC");
        node.put("l", "9223372036854775808");
        node.put("m", "nan");
        node.put("n", "12abc");
        node.put("o", "1.1");
        node.put("web-1", "yes");
        node.put("x_web", "1");
        return node;
    }

    @Test
    void holds_ruleSeenInPacemaker_isTheSame() throws IOException {
        RuleInput onNode = RuleInput.at(NOW).onNode(node());
        Map<String, String> parameters = Map.of("p", "5", "pp", "1.9");
        List<String> wrong = new ArrayList<>();
        int held = 0;
        List<String> lines = lines();
        for (String line : lines) {
            String[] columns = line.split("\t", 3);
            List<String> groups = columns[1].equals("-") ? List.of() : List.of(columns[1], "web");
            RuleInput input = onNode.matching(groups, parameters, Map.of("p", "4.9"));
            boolean holds = Rules.holds(Trees.of(columns[2]), input);
            held += holds ? 1 : 0;
            if (holds != columns[0].equals("yes")) {
                wrong.add(line);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(lines).hasSize(400);
        assertThat(held).isEqualTo(124);
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = ObservedRulesTest.class.getResourceAsStream("observed.tsv")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
