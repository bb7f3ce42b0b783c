package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.ErrorReplies.ErrorReply;
import io.aplomb.sample.Octets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code errorfile}, {@code errorloc} and {@code errorfiles} (manual 4.2 and 3.8). */
final class ErrorDirectives {

    /** The statuses HAProxy may answer by itself (manual 3.8). */
    static final Set<Integer> STATUSES =
            Set.of(
                    200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 421, 422, 425, 429, 500, 501,
                    502, 503, 504);

    private final Load load;

    ErrorDirectives(Load load) {
        this.load = load;
    }

    void register(Registry<ProxyDraft> registry) {
        registry.on("errorfile", (line, proxy) -> file(line, proxy.errors));
        registry.on("errorloc", (line, proxy) -> location(line, proxy, 302));
        registry.on("errorloc302", (line, proxy) -> location(line, proxy, 302));
        registry.on("errorloc303", (line, proxy) -> location(line, proxy, 303));
        registry.on("errorfiles", this::group);
    }

    /** {@code errorfile CODE FILE}, here and in {@code http-errors} sections. */
    void file(Line line, Map<Integer, ErrorReply> errors) throws Refusal {
        int status = status(line);
        Word path = line.take("a file with a whole HTTP response");
        line.end();
        errors.put(status, new ErrorReply.Raw(message(line, path)));
    }

    private Bytes message(Line line, Word path) throws Refusal {
        if (path.is("/dev/null")) {
            return Bytes.EMPTY;
        }
        Bytes bytes = load.paths().bytes(line, path);
        if (!startsLikeAResponse(bytes)) {
            throw line.error(
                    path,
                    "'%s' does not start like an HTTP response".formatted(path.text()),
                    "its first line must be such as: HTTP/1.0 503 Service Unavailable");
        }
        if (bytes.length() > load.global().bufferSizeBytes) {
            line.warning(
                    path,
                    "'%s' is larger than tune.bufsize (%d bytes)"
                            .formatted(path.text(), load.global().bufferSizeBytes));
        }
        return bytes;
    }

    /** A status line or, for a silent close, nothing (manual 4.2 "errorfile"). */
    private static boolean startsLikeAResponse(Bytes bytes) {
        return bytes.length() == 0
                || Octets.text(bytes.toArray()).stripLeading().startsWith("HTTP/1.");
    }

    private static void location(Line line, ProxyDraft proxy, int redirectStatus) throws Refusal {
        int status = status(line);
        proxy.errors.put(status, new ErrorReply.Location(redirectStatus, line.text("a URL")));
        line.end();
    }

    private void group(Line line, ProxyDraft proxy) throws Refusal {
        Word name = line.take("the name of an 'http-errors' section");
        Map<Integer, ErrorReply> group = group(line, name);
        if (!line.hasNext()) {
            proxy.errors.putAll(group);
        }
        while (line.hasNext()) {
            int status = status(line);
            @Nullable ErrorReply reply = group.get(status);
            if (reply == null) {
                throw line.error(
                        line.last(),
                        "http-errors '%s' has no status %d".formatted(name.text(), status));
            }
            proxy.errors.put(status, reply);
        }
    }

    /** The replies of the group that a word names. */
    Map<Integer, ErrorReply> group(Line line, Word name) throws Refusal {
        Map<Integer, ErrorReply> group = load.shared().httpErrors.get(name.text());
        if (group == null) {
            throw line.unknown(name, "http-errors section", load.shared().httpErrors.keySet());
        }
        return group;
    }

    private static int status(Line line) throws Refusal {
        Word word = line.take("a status");
        int status = Numbers.integer(word.text(), 100, 599);
        if (!STATUSES.contains(status)) {
            throw line.error(
                    word,
                    "status '%s' is none the proxy answers by itself".formatted(word.text()),
                    "expected one of "
                            + String.join(
                                    " ",
                                    List.copyOf(new TreeSet<>(STATUSES)).stream()
                                            .map(String::valueOf)
                                            .toList()));
        }
        return status;
    }
}
