package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.acceptance.machine.Browser;
import io.aplomb.acceptance.machine.Browser.Page;
import io.aplomb.acceptance.machine.Machine;
import io.aplomb.acceptance.machine.Machine.Outcome;
import io.aplomb.acceptance.machine.Origin;
import io.aplomb.testkit.RequiredTool;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A machine that has what a seed configuration speaks of: its addresses, its certificates, its
 * error files and the user haproxy.
 */
final class SeedMachine implements Closeable {

    /** The balancer's own address, which no seed uses. */
    static final String BALANCER = "203.0.113.1";

    private static final Path CERTIFICATE =
            ProjectFolder.root().resolve("acceptance/src/test/vtc/site.pem");

    /** Single addresses: not those of a network, nor of the loopback interface, nor all. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\b(?!127\\.|0\\.)\\d{1,3}(\\.\\d{1,3}){3}\\b(?!/)");

    private final Path folder;
    private final Machine machine;
    private final SSLContext tls;
    private final List<Origin> origins = new ArrayList<>();

    private SeedMachine(Path folder, Machine machine, SSLContext tls) {
        this.folder = folder;
        this.machine = machine;
        this.tls = tls;
    }

    /** Starts one for a configuration's text. */
    static SeedMachine start(Path folder, String configuration) throws Exception {
        Set<String> addresses =
                ADDRESS.matcher(configuration)
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toCollection(TreeSet::new));
        addresses.add(BALANCER);
        furnish(folder.resolve("etc"));
        SSLContext tls = tls(folder.resolve("site.p12"));
        return new SeedMachine(folder, Machine.start(folder, addresses), tls);
    }

    private static void furnish(Path etc) throws IOException {
        Path certificates = Files.createDirectories(etc.resolve("haproxy/certs"));
        Path errors = Files.createDirectories(etc.resolve("haproxy/errors"));
        var _ = Files.copy(CERTIFICATE, certificates.resolve("site.pem"));
        var _ = Files.copy(CERTIFICATE, etc.resolve("haproxy/www1.pem"));
        var _ = Files.copy(CERTIFICATE, etc.resolve("haproxy/www2.pem"));
        for (String status : List.of("400", "503")) {
            String page = "HTTP/1.0 " + status + " No\r\n\r\n";
            var _ = Files.writeString(errors.resolve(status + ".http"), page);
        }
        addUser(etc, "passwd", "haproxy:x:990:990::/nonexistent:/usr/sbin/nologin\n");
        addUser(etc, "group", "haproxy:x:990:\n");
    }

    private static void addUser(Path etc, String file, String line) throws IOException {
        String lines = Files.readString(Path.of("/etc", file));
        boolean known = lines.lines().anyMatch(each -> each.startsWith("haproxy:"));
        var _ = Files.writeString(etc.resolve(file), known ? lines : lines + line);
    }

    /** Shows the certificate as a server and trusts it as a client. */
    private static SSLContext tls(Path store)
            throws IOException, GeneralSecurityException, InterruptedException {
        Process convert =
                new ProcessBuilder(
                                RequiredTool.path("openssl").toString(),
                                "pkcs12",
                                "-export",
                                "-in",
                                CERTIFICATE.toString(),
                                "-out",
                                store.toString(),
                                "-passout",
                                "pass:secret")
                        .inheritIO()
                        .start();
        assertThat(convert.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, "secret".toCharArray());
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
        own.init(keys, "secret".toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("site", keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    void origin(String name, String address, int port) throws InterruptedException {
        origins.add(machine.inside(() -> Origin.listening(name, address, port, null)));
    }

    void secureOrigin(String name, String address, int port) throws InterruptedException {
        origins.add(machine.inside(() -> Origin.listening(name, address, port, tls)));
    }

    /** Where {@code log 127.0.0.1} goes. */
    DatagramSocket syslog() throws InterruptedException {
        return machine.inside(() -> new DatagramSocket(new InetSocketAddress("127.0.0.1", 514)));
    }

    /** Starts a program in the background, as a service is, and gives what it said. */
    String serve(Path program, Path... configurations) throws IOException, InterruptedException {
        // The name decides which command the launcher is.
        Path haproxy = Files.createSymbolicLink(folder.resolve("haproxy"), program);
        List<String> command = new ArrayList<>(List.of(haproxy.toString(), "-D"));
        for (Path configuration : configurations) {
            command.addAll(List.of("-f", configuration.toString()));
        }
        Outcome outcome = machine.run(command);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return outcome.output();
    }

    Page get(String uri) throws InterruptedException {
        return get(uri, "");
    }

    /** With further header lines, each ended by CR LF. */
    Page get(String uri, String fields) throws InterruptedException {
        return machine.inside(() -> new Browser(tls).get(uri, fields));
    }

    /** Who answers, as often as asked. */
    List<String> firstLines(String uri, int requests) throws InterruptedException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < requests; i++) {
            lines.add(get(uri).firstLine());
        }
        return lines;
    }

    /** A file of the machine, as this process reaches it. */
    Path file(String path) {
        return machine.file(path);
    }

    @Override
    public void close() throws IOException {
        for (Origin origin : origins) {
            origin.close();
        }
        machine.close();
    }
}
