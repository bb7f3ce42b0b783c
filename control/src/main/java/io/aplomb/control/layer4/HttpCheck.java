package io.aplomb.control.layer4;

import io.aplomb.model.vrrp.Checker;
import io.aplomb.model.vrrp.Checker.HttpVersion;
import io.aplomb.model.vrrp.Checker.Page;
import io.aplomb.model.vrrp.Checker.Target;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code HTTP_GET} and {@code SSL_GET}: every page of the list is as it should be. All pages are
 * asked for in one check; the first that is wrong ends it.
 */
record HttpCheck(Checker.Http config) implements Check {

    private static final int HTTP_PORT = 80;
    private static final int TLS_PORT = 443;

    @Override
    public Result run() throws IOException {
        for (Page page : config.pages()) {
            PageAnswer answer = get(page);
            Result result = answer.judge(page);
            if (!result.success()) {
                return Result.bad("%s: %s".formatted(page.path(), result.text()));
            }
        }
        return Result.good("all pages are as they should be");
    }

    private PageAnswer get(Page page) throws IOException {
        try (Socket plain = Connections.open(config.target());
                Socket socket = config.tls() ? tls(plain, page) : plain) {
            socket.getOutputStream().write(request(page).getBytes(StandardCharsets.UTF_8));
            return PageAnswer.read(socket.getInputStream());
        }
    }

    private Socket tls(Socket plain, Page page) throws IOException {
        String host = config.serverName() ? page.virtualHost() : null;
        return TrustingTls.over(plain, host, config.target());
    }

    /** The words of keepalived, for servers that look at them. */
    String request(Page page) {
        boolean close = config.version() != HttpVersion.HTTP_1_0;
        return "GET %s HTTP/1.%d\r\nUser-Agent: KeepAliveClient\r\n%sHost: %s\r\n\r\n"
                .formatted(
                        page.path(),
                        config.version() == HttpVersion.HTTP_1_1 ? 1 : 0,
                        close ? "Connection: close\r\n" : "",
                        host(page.virtualHost()));
    }

    private String host(@Nullable String virtualHost) {
        if (virtualHost != null) {
            return virtualHost;
        }
        Target target = config.target();
        String address =
                target.address().v6() ? "[" + target.address() + "]" : target.address().toString();
        boolean usual = target.port() == (config.tls() ? TLS_PORT : HTTP_PORT);
        return usual ? address : String.format(Locale.ROOT, "%s:%d", address, target.port());
    }
}
