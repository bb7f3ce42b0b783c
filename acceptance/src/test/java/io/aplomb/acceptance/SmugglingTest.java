package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.testkit.ScriptedClient;
import io.aplomb.testkit.ScriptedServer;
import io.aplomb.testkit.Wire;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Request smuggling (RFC 9112 section 11.2), seen from both ends: each message that two parsers
 * could read in two ways is sent to a running proxy, followed by a second request, and the test
 * looks at what the client gets and at what the origin sees.
 */
@Timeout(120)
class SmugglingTest {
    /** A request that must never reach the origin from inside another one. */
    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final List<String> SEEN = Collections.synchronizedList(new ArrayList<>());

    @TempDir private static Path folder;

    private static ScriptedServer origin;
    private static RunningProxy proxy;
    private static int port;

    @BeforeAll
    static void start() throws Exception {
        origin = ScriptedServer.running(SmugglingTest::record);
        port = ScriptedServer.closedPort();
        proxy =
                RunningProxy.serving(
                        folder,
                        """
                        defaults
                            mode http
                            timeout connect 2s
                            timeout client 5s
                            timeout server 5s
                        listen proxy
                            bind 127.0.0.1:%d
                            server origin 127.0.0.1:%d
                        """
                                .formatted(port, origin.port()),
                        port);
    }

    @AfterAll
    static void stop() {
        proxy.close();
        origin.close();
    }

    private static void record(Wire wire) {
        while (true) {
            SEEN.add(wire.readMessage());
            wire.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        }
    }

    // In the texts: ~ stands for CR LF, ^ for a bare LF, ` for a bare CR, @ for NUL.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
"""
METHOD_INVALID                      | 400 | G(T / HTTP/1.1~Host: a~~
REQUEST_LINE_EXTRA_SPACE            | 400 | GET  / HTTP/1.1~Host: a~~
TARGET_CONTROL_CHARACTER            | 400 | GET /@ HTTP/1.1~Host: a~~
TARGET_FRAGMENT                     | 400 | GET /#f HTTP/1.1~Host: a~~
TARGET_FORM_INVALID                 | 400 | GET a HTTP/1.1~Host: a~~
ASTERISK_FORM_WITHOUT_OPTIONS       | 400 | GET * HTTP/1.1~Host: a~~
AUTHORITY_USERINFO                  | 400 | GET http://u{at}b/ HTTP/1.1~Host: b~~
AUTHORITY_DIFFERS_FROM_HOST         | 400 | GET http://b/ HTTP/1.1~Host: a~~
VERSION_MISSING                     | 400 | GET /~~
HTTP2_PREFACE                       | 400 | PRI * HTTP/2.0~~SM~~
VERSION_INVALID                     | 400 | GET / HTTP/x.1~Host: a~~
VERSION_UNSUPPORTED                 | 400 | GET / HTTP/3.0~Host: a~~
BARE_LF                             | 400 | GET / HTTP/1.1~Host: a^X: b~~
BARE_CR                             | 400 | GET / HTTP/1.1~Host: a`X: b~~
WHITESPACE_BEFORE_FIRST_FIELD       | 400 | GET / HTTP/1.1~ Host: a~~
FIELD_NAME_EMPTY                    | 400 | GET / HTTP/1.1~Host: a~: b~~
FIELD_NAME_INVALID                  | 400 | GET / HTTP/1.1~Host: a~X(: b~~
FIELD_NAME_CONTROL_CHARACTER        | 400 | GET / HTTP/1.1~Host: a~X@: b~~
FIELD_WITHOUT_COLON                 | 400 | GET / HTTP/1.1~Host: a~X~~
SPACE_BEFORE_COLON                  | 400 | POST / HTTP/1.1~Host: a~Content-Length : 5~~
FIELD_VALUE_NUL                     | 400 | GET / HTTP/1.1~Host: a~X: a@b~~
OBS_FOLD                            | 400 | GET / HTTP/1.1~Host: a~X: a~ b~~
OBS_FOLD_IN_FRAMING_FIELD           | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding:~ chunked~~0~~
HOST_MISSING                        | 400 | GET / HTTP/1.1~X: a~~
HOST_REPEATED                       | 400 | GET / HTTP/1.1~Host: a~Host: a~~
HOST_CONFLICT                       | 400 | GET / HTTP/1.1~Host: a~Host: b~~
HOST_INVALID                        | 400 | GET / HTTP/1.1~Host: a b~~
CONTENT_LENGTH_INVALID_SIGN         | 400 | POST / HTTP/1.1~Host: a~Content-Length: +5~~hello
CONTENT_LENGTH_INVALID_HEX          | 400 | POST / HTTP/1.1~Host: a~Content-Length: 0x5~~hello
CONTENT_LENGTH_INVALID_HUGE         | 400 | POST / HTTP/1.1~Host: a~Content-Length: 99999999999999999999~~hello
CONTENT_LENGTH_REPEATED_IN_REQUEST  | 400 | POST / HTTP/1.1~Host: a~Content-Length: 5~Content-Length: 5~~hello
CONTENT_LENGTH_CONFLICT             | 400 | POST / HTTP/1.1~Host: a~Content-Length: 5~Content-Length: 0~~hello
CONTENT_LENGTH_CONFLICT_LIST        | 400 | POST / HTTP/1.1~Host: a~Content-Length: 5, 0~~hello
TRANSFER_ENCODING_IN_HTTP_1_0       | 400 | POST / HTTP/1.0~Host: a~Transfer-Encoding: chunked~~0~~
TRANSFER_ENCODING_NOT_CHUNKED_LAST  | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~
TRANSFER_ENCODING_CHUNKED_REPEATED  | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: chunked, chunked~~0~~
TRANSFER_CODING_UNSUPPORTED         | 422 | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~0~~
TRANSFER_ENCODING_INVALID           | 400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: ch(unked~~0~~
""")
    void head_thatIsAmbiguous_isRefusedAndReachesNoServer(
            String violation, int status, String message) {
        SEEN.clear();
        try (Wire client = ScriptedClient.connect(port)) {
            client.send(octets(message) + SMUGGLED);
            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 " + status + " ")
                    .containsOnlyOnce("HTTP/1.1 ");
        }
        assertThat(SEEN).as(violation).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
"""
CHUNK_SIZE_INVALID        | 5g~hello~0~~
CHUNK_SIZE_INVALID_SIGN   | +5~hello~0~~
CHUNK_SIZE_INVALID_PREFIX | 0x5~hello~0~~
CHUNK_SIZE_TOO_LARGE      | 10000000000000005~hello~0~~
CHUNK_SIZE_TRAILING_SPACE | 5 ~hello~0~~
CHUNK_EXTENSION_INVALID   | 5;a@b~hello~0~~
CHUNK_LINE_END_INVALID_LF | 5^hello~0~~
CHUNK_LINE_END_INVALID    | 5~helloXX0~~
TRAILER_INVALID           | 5~hello~0~X~~
TRAILER_FRAMING_FIELD     | 5~hello~0~Content-Length: 5~~
""")
    void body_thatIsAmbiguous_endsTheConnectionBeforeAnotherRequest(String row, String body) {
        SEEN.clear();
        try (Wire client = ScriptedClient.connect(port)) {
            client.send(
                    "POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + octets(body)
                            + SMUGGLED);
            assertThat(client.readToEnd()).doesNotContain("HTTP/1.1 200");
        }
        assertThat(SEEN).as(row).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"chunked", "Chunked"})
    void lengthBesideChunks_isRemovedAndEndsTheConnection(String coding) {
        SEEN.clear();
        try (Wire client = ScriptedClient.connect(port)) {
            client.send(
                    "POST /both HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: "
                            + coding
                            + "\r\n\r\n0\r\n\r\n"
                            + SMUGGLED);
            assertThat(client.readToEnd()).containsOnlyOnce("HTTP/1.1 ");
        }
        assertThat(SEEN)
                .singleElement()
                .asString()
                .startsWith("POST /both ")
                .containsIgnoringCase("transfer-encoding: chunked\r\n")
                .doesNotContainIgnoringCase("content-length")
                .doesNotContain("/smuggled");
    }

    private static String octets(String text) {
        return text.replace("~", "\r\n")
                .replace('^', '\n')
                .replace('`', '\r')
                .replace('@', '\0')
                .replace("{at}", "@");
    }
}
