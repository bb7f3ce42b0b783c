package io.aplomb.sample.log;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import io.aplomb.sample.facts.ListenerFacts;
import java.util.List;
import java.util.Set;

/** The ready-made log formats: manual sections 8.2.1 to 8.2.5. */
public final class LogFormats {

    private static final String HTTP_TEXT =
            "%ci:%cp [%tr] %ft %b/%s %TR/%Tw/%Tc/%Tr/%Ta %ST %B %CC %CS %tsc"
                    + " %ac/%fc/%bc/%sc/%rc %sq/%bq %hr %hs %{+Q}r";

    /** {@code option tcplog}. */
    public static final LogFormat TCP =
            compile("%ci:%cp [%t] %ft %b/%s %Tw/%Tc/%Tt %B %ts %ac/%fc/%bc/%sc/%rc %sq/%bq");

    /** {@code option httplog}. */
    public static final LogFormat HTTP = compile(HTTP_TEXT);

    /** {@code option httpslog}. */
    public static final LogFormat HTTPS =
            compile(
                    HTTP_TEXT
                            + " %[fc_err]/%[ssl_fc_err,hex]/%[ssl_c_err]/%[ssl_c_ca_err]"
                            + "/%[ssl_fc_is_resumed] %[ssl_fc_sni]/%sslv/%sslc");

    /** {@code option httplog clf}. */
    public static final LogFormat CLF =
            compile(
                    "%{+Q}o %{-Q}ci - - [%trg] %r %ST %B \"\" \"\" %cp %ms %ft %b %s %TR %Tw %Tc"
                            + " %Tr %Ta %tsc %ac %fc %bc %sc %rc %sq %bq %CC %CS %hrl %hsl");

    /** Without any option, when a connection is accepted. */
    public static final LogFormat CONNECT = new Connect(compile("%ci:%cp to %fi:%fp"));

    /** When a connection fails before there is a stream, without {@code error-log-format}. */
    public static final LogFormat CONNECTION_ERROR = new ConnectionError(compile("%ci:%cp [%t]"));

    private LogFormats() {}

    private static LogFormat compile(String text) {
        Diagnostics out = new Diagnostics();
        LogFormat format =
                new LogFormatParser(new SampleParser(SampleResources.NONE))
                        .parse(text, LogUse.LOG, SourcePosition.ofFile("predefined"), out);
        Check.state(out.isEmpty(), out.render());
        return Check.present(format, text);
    }

    /** {@code Connect from 10.0.1.2:33312 to 10.0.3.31:8012 (www/HTTP)}. */
    private record Connect(LogFormat addresses) implements LogFormat {

        @Override
        public void render(SampleContext context, StringBuilder out) {
            out.append("Connect from ");
            addresses.render(context, out);
            out.append(" (").append(context.frontend().name());
            out.append(context.frontend().isHttp() ? "/HTTP)" : "/TCP)");
        }

        @Override
        public List<SampleExpression> expressions() {
            return List.of();
        }

        @Override
        public Set<LogVariable> variables() {
            return addresses.variables();
        }

        @Override
        public String source() {
            return "Connect from " + addresses.source() + " (%f/mode)";
        }
    }

    /** {@code 127.0.0.1:56059 [03/Dec/2012:17:35:10.380] frt/f1: SSL handshake failure}. */
    private record ConnectionError(LogFormat start) implements LogFormat {

        @Override
        public void render(SampleContext context, StringBuilder out) {
            start.render(context, out);
            out.append(' ').append(context.frontend().name()).append('/');
            ListenerFacts listener = context.listener();
            String name = listener == null ? "" : listener.name();
            if (name == null) {
                out.append(listener == null ? 0 : listener.id());
            } else {
                out.append(name);
            }
            String error = context.clientConnection().errorText();
            out.append(": ").append(error == null ? "unknown error" : error);
        }

        @Override
        public List<SampleExpression> expressions() {
            return List.of();
        }

        @Override
        public Set<LogVariable> variables() {
            return start.variables();
        }

        @Override
        public String source() {
            return start.source() + " frontend/listener: message";
        }
    }
}
