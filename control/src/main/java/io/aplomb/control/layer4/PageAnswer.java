package io.aplomb.control.layer4;

import io.aplomb.base.Bytes;
import io.aplomb.control.layer4.Check.Result;
import io.aplomb.model.vrrp.Checker.Page;
import io.aplomb.model.vrrp.Checker.StatusRange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to a page's request, as genhash(1) looks at it: what comes after the head is the body,
 * up to its announced length or the end of the connection.
 *
 * @param status 100..999
 */
record PageAnswer(int status, Bytes body) {

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/\\d\\.\\d (\\d{3})(?: .*)?");
    private static final int LARGEST_HEAD = 65_536;

    /** A page to check by is small; this one protects the memory. */
    private static final int LARGEST_BODY = 16 * 1024 * 1024;

    private static final int CHUNK = 16_384;

    /** Reads to the end; each wait is bounded by the socket's time-out. */
    static PageAnswer read(InputStream in) throws IOException {
        String head = head(in);
        String[] lines = head.split("\r?\n", -1);
        Matcher statusLine = STATUS_LINE.matcher(lines[0]);
        if (!statusLine.matches()) {
            throw new IOException("not an answer of HTTP: " + lines[0]);
        }
        return new PageAnswer(Integer.parseInt(statusLine.group(1)), body(in, length(lines)));
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the connection ended within the head");
            }
            if (head.size() == LARGEST_HEAD) {
                throw new IOException("a head of more than 65536 octets");
            }
            head.write(next);
            if (next == '\n') {
                newlines++;
            } else if (next != '\r') {
                newlines = 0;
            }
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static int length(String[] lines) throws IOException {
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                String value = line.substring(line.indexOf(':') + 1).strip();
                try {
                    return Integer.parseInt(value);
                } catch (NumberFormatException wrong) {
                    throw new IOException("a length of '" + value + "'", wrong);
                }
            }
        }
        return Integer.MAX_VALUE;
    }

    private static Bytes body(InputStream in, int length) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = new byte[CHUNK];
        while (body.size() < length) {
            int read = in.read(chunk, 0, Math.min(CHUNK, length - body.size()));
            if (read < 0) {
                break;
            }
            body.write(chunk, 0, read);
            if (body.size() > LARGEST_BODY) {
                throw new IOException("a body of more than 16 MiB");
            }
        }
        return Bytes.of(body.toByteArray());
    }

    Result judge(Page page) {
        if (!page.statuses().isEmpty() && page.statuses().stream().noneMatch(this::isIn)) {
            return Result.bad("status " + status);
        }
        String digest = page.digest();
        if (digest != null && !digest.equalsIgnoreCase(md5())) {
            return Result.bad("digest " + md5());
        }
        Pattern pattern = page.pattern();
        if (pattern != null && found(pattern, page) == page.patternMustNotMatch()) {
            return Result.bad(
                    page.patternMustNotMatch()
                            ? "the pattern is in the body"
                            : "the pattern is not in the body");
        }
        return Result.good("status " + status);
    }

    private boolean isIn(StatusRange range) {
        return status >= range.first() && status <= range.last();
    }

    private boolean found(Pattern pattern, Page page) {
        // A character an octet, so that offsets are those of octets.
        String text = new String(body.toArray(), StandardCharsets.ISO_8859_1);
        Matcher matcher = pattern.matcher(text);
        if (page.fromOffset() > text.length() || !matcher.find((int) page.fromOffset())) {
            return false;
        }
        return page.toOffset() < 0 || matcher.start() <= page.toOffset();
    }

    private String md5() {
        try {
            byte[] digest = MessageDigest.getInstance("MD5").digest(body.toArray());
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has MD5", impossible);
        }
    }
}
