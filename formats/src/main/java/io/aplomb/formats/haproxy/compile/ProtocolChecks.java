package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Bytes;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.CheckStep;
import io.aplomb.model.proxy.CheckStep.Expectation;
import io.aplomb.model.proxy.HealthCheck;
import io.aplomb.sample.Octets;
import io.aplomb.sample.Regexes;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Checks of named protocols, as scripts of what is sent and expected (manual 4.2 "option ..."). */
final class ProtocolChecks {

    /** An LDAPv3 bind request without name and password (RFC 4511 4.2). */
    private static final String LDAP_BIND = "300c020101600702010304008000";

    /** A bind response with result code 0 (RFC 4511 4.2.2), as hexadecimal digits. */
    private static final String LDAP_SUCCESS = "^30.*61.*0A0100";

    /** AuthenticationOk or a request to authenticate, as hexadecimal digits. */
    private static final String POSTGRESQL_AUTHENTICATION = "^52000000..000000(0[0-9A-C])";

    private static final int POSTGRESQL_PROTOCOL = 196_608;

    private ProtocolChecks() {}

    static void register(Registry<ProxyDraft> registry) {
        on(registry, "option redis-check", ProtocolChecks::redis);
        on(registry, "option smtpchk", ProtocolChecks::smtp);
        on(registry, "option ldap-check", ProtocolChecks::ldap);
        on(registry, "option pgsql-check", ProtocolChecks::postgresql);
    }

    /** Reads the arguments of one protocol into its script. */
    @FunctionalInterface
    private interface Script {
        List<CheckStep> read(Line line) throws Refusal;
    }

    private static void on(Registry<ProxyDraft> registry, String option, Script script) {
        registry.onInvertible(
                option,
                (line, proxy) -> {
                    CheckDraft check = proxy.backend.check;
                    if (line.isModified()) {
                        check.kind = HealthCheck.Kind.CONNECT;
                        check.protocolSteps = null;
                        return;
                    }
                    check.protocolSteps = script.read(line);
                    check.kind = HealthCheck.Kind.TCP;
                    line.end();
                });
    }

    private static List<CheckStep> redis(Line line) {
        return List.of(
                send("*1\r\n$4\r\nPING\r\n"), expect(new Expectation.Text(octets("+PONG\r\n"))));
    }

    private static List<CheckStep> smtp(Line line) throws Refusal {
        String hello = "HELO localhost";
        if (line.hasNext()) {
            String command = line.text("HELO or EHLO").toUpperCase(Locale.ROOT);
            String domain = line.text("a domain");
            hello = (command.equals("EHLO") ? "EHLO " : "HELO ") + domain;
        }
        CheckStep positive =
                expect(new Expectation.TextPattern(Regexes.compile("^2\\d\\d[- \r]", false)));
        return List.of(positive, send(hello + "\r\n"), positive, send("QUIT\r\n"), positive);
    }

    private static List<CheckStep> ldap(Line line) {
        return List.of(
                new CheckStep.Send(null, Bytes.of(HexFormat.of().parseHex(LDAP_BIND))),
                expect(new Expectation.OctetsPattern(Regexes.compile(LDAP_SUCCESS, true))));
    }

    private static List<CheckStep> postgresql(Line line) throws Refusal {
        line.oneOf("parameter", List.of("user"));
        Word user = line.take("a user name");
        byte[] parameters = Octets.of("user\0" + user.text() + "\0\0");
        ByteBuffer startup = ByteBuffer.allocate(2 * Integer.BYTES + parameters.length);
        startup.putInt(startup.capacity()).putInt(POSTGRESQL_PROTOCOL).put(parameters);
        return List.of(
                new CheckStep.Send(null, Bytes.of(startup.array())),
                expect(
                        new Expectation.OctetsPattern(
                                Regexes.compile(POSTGRESQL_AUTHENTICATION, true))));
    }

    private static CheckStep send(String text) {
        return new CheckStep.Send(null, octets(text));
    }

    private static Bytes octets(String text) {
        return Bytes.of(Octets.of(text));
    }

    private static CheckStep expect(Expectation expectation) {
        return new CheckStep.Expect(
                null, false, expectation, 0, null, null, null, null, null, null);
    }
}
