package io.aplomb.proxy.recorded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One configuration and exchange with what HAProxy made of it. A recording is a text of cases, each
 * begun by a line {@code == name}; its other lines begin with a word: cfg (a line of the frontend,
 * or after {@code be:} of the backend), req, rsp (what the server sends), origin (what it got),
 * client (what the client got), log, now (seconds since 1970), opt.
 */
final class RecordedCase {

    final String name;
    final List<String> frontendLines = new ArrayList<>();
    final List<String> backendLines = new ArrayList<>();
    final List<String> requests = new ArrayList<>();
    final List<String> originGot = new ArrayList<>();
    final List<String> clientGot = new ArrayList<>();
    final List<String> logLines = new ArrayList<>();
    String response = "";
    long nowSeconds;
    boolean waited;

    private RecordedCase(String name) {
        this.name = name;
    }

    static List<RecordedCase> read(String resource) {
        List<RecordedCase> cases = new ArrayList<>();
        for (String line : resource(resource).split("\n")) {
            if (line.startsWith("== ")) {
                cases.add(new RecordedCase(line.substring(3)));
            } else {
                cases.getLast().take(line.substring(0, 6).strip(), line.substring(7));
            }
        }
        return cases;
    }

    static String resource(String name) {
        try (InputStream in = RecordedCase.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalArgumentException("no recording " + name);
            }
            return new String(in.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(String word, String text) {
        switch (word) {
            case "cfg" -> {
                if (text.startsWith("be:")) {
                    backendLines.add(text.substring(3).strip());
                } else {
                    frontendLines.add(text);
                }
            }
            case "req" -> requests.add(unescape(text));
            case "rsp" -> response = unescape(text);
            case "origin" -> originGot.add(unescape(text));
            case "client" -> clientGot.add(unescape(text));
            case "log" -> logLines.add(unescape(text));
            case "now" -> nowSeconds = Long.parseLong(text);
            case "opt" -> waited |= text.startsWith("wait");
            default -> throw new IllegalArgumentException("unknown word " + word);
        }
    }

    /** Python's escapes, as the recorder writes them. */
    private static String unescape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char next = text.charAt(++i);
            switch (next) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 'x' -> {
                    out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> out.append(next);
            }
        }
        return out.toString();
    }

    /** The whole configuration. */
    String configuration() {
        StringBuilder out = new StringBuilder(PROLOGUE);
        out.append("frontend fe\n    bind 127.0.0.1:80\n");
        frontendLines.forEach(line -> out.append("    ").append(line).append('\n'));
        out.append("    default_backend be\nbackend be\n");
        backendLines.forEach(line -> out.append("    ").append(line).append('\n'));
        if (backendLines.stream().noneMatch(line -> line.startsWith("server"))) {
            out.append("    server s1 127.0.0.1:8001 cookie s1\n");
        }
        return out.toString();
    }

    private static final String PROLOGUE =
            """
            global
                log 127.0.0.1:514 local0
            defaults
                log global
                mode http
                option httplog
                timeout client 3s
                timeout server 1s
                timeout connect 1s
                retries 1
            userlist L1
                group g1 users u2
                user u1 insecure-password p1 groups g1
            http-errors E1
                errorfile 503 errors/503.http
                errorfile 403 errors/403.http
            """;
}
