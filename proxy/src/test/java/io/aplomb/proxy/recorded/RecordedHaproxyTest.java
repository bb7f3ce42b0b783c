package io.aplomb.proxy.recorded;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules, answers and persistence against what HAProxy 2.6.12 did with the same configuration.
 */
final class RecordedHaproxyTest {

    /** Needs timers, retries or a connection: the data path's own tests. */
    private static final Set<String> OF_THE_DATA_PATH =
            Set.of(
                    "client-timeout",
                    "client-timeout-null",
                    "srv-timeout",
                    "wait-for-body-timeout",
                    "errorfile-408-devnull",
                    "ignore-probes",
                    "silent-drop",
                    "tcp-conn-reject",
                    "insert-down-redispatch");

    /** Where we do something else on purpose, and what. */
    private static final Map<String, String> DEVIATIONS =
            Map.ofEntries(
                    Map.entry("checkcache-etag", "502 as the manual says, not the server's status"),
                    Map.entry("multi-setcookie", "blanks around = stay"),
                    Map.entry(
                            "insert-dollar",
                            "$Path of RFC 2965, obsolete since 2011, is not known"),
                    Map.entry(
                            "replace-path-partial", "a path that does not begin with / is refused"),
                    Map.entry(
                            "badreq-errorfile",
                            "errorfile 400 is honoured for invalid requests too"),
                    Map.entry("tcp-content-reject", "the log shows the request it has"),
                    Map.entry("insert-maxidle-fresh", "20000 days are refused as an overflow"),
                    Map.entry("force-persist", "force-persist is refused by the configuration"),
                    Map.entry("ignore-persist", "ignore-persist is refused by the configuration"),
                    Map.entry("insert-dynamic", "dynamic cookies are refused by the configuration"),
                    Map.entry("insert-dynamic-port80", "dynamic cookies are refused likewise"));

    @TestFactory
    Stream<DynamicTest> answers_ownReplies_areHaproxys() {
        return tests("answers.txt");
    }

    @TestFactory
    Stream<DynamicTest> rewriting_requestsAndResponses_areHaproxys() {
        return tests("rewriting.txt");
    }

    @TestFactory
    Stream<DynamicTest> cookies_requestsResponsesAndFlags_areHaproxys() {
        return tests("cookies.txt");
    }

    @TestFactory
    Stream<DynamicTest> persistence_cachesAndTables_areHaproxys() {
        return tests("persistence.txt");
    }

    private static Stream<DynamicTest> tests(String recording) {
        return RecordedCase.read(recording).stream()
                .filter(each -> isOurs(each.name))
                .map(each -> DynamicTest.dynamicTest(each.name, () -> compare(each)));
    }

    private static boolean isOurs(String name) {
        return !OF_THE_DATA_PATH.contains(name) && !DEVIATIONS.containsKey(name);
    }

    private static void compare(RecordedCase recorded) {
        Playback playback = new Playback(recorded);
        playback.play();
        assertThat(playback.originGot)
                .as("what the server got")
                .isEqualTo(recorded.originGot.stream().map(Parsed::normalized).toList());
        assertThat(clients(playback.clientGot, recorded))
                .as("what the client got")
                .isEqualTo(clients(recorded.clientGot, recorded));
        assertThat(playback.logLines)
                .as("the log")
                .isEqualTo(recorded.logLines.stream().map(Parsed::logTail).toList());
    }

    /**
     * Where a server answered, the connection's own fields are the data path's part; where the
     * recorder waited, HAProxy's timeouts closed the connection after the answer.
     */
    private static List<String> clients(List<String> got, RecordedCase recorded) {
        Stream<String> messages = got.stream();
        if (!recorded.originGot.isEmpty()) {
            messages = messages.map(Parsed::normalized);
        }
        if (recorded.waited) {
            messages = messages.map(message -> message.replace("<closed>", ""));
        }
        return messages.toList();
    }
}
