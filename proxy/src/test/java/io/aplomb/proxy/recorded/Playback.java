package io.aplomb.proxy.recorded;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.aplomb.base.Bytes;
import io.aplomb.base.net.IpAddress;
import io.aplomb.formats.haproxy.compile.FileResolver;
import io.aplomb.formats.haproxy.compile.HaproxyConfig;
import io.aplomb.formats.haproxy.compile.LoadOptions;
import io.aplomb.formats.haproxy.compile.LoadResult;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import io.aplomb.http.Compliance;
import io.aplomb.http.HeadLimits;
import io.aplomb.http.HeadParser;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.model.proxy.HttpSettings.ConnectionMode;
import io.aplomb.model.proxy.ProxyConfig;
import io.aplomb.proxy.balance.Selection;
import io.aplomb.proxy.reply.ErrorKind;
import io.aplomb.proxy.reply.PreparedReply;
import io.aplomb.proxy.reply.Replies;
import io.aplomb.proxy.rules.RequestPhases;
import io.aplomb.proxy.rules.ResponsePhases;
import io.aplomb.proxy.rules.TcpRules;
import io.aplomb.proxy.rules.TcpVerdict;
import io.aplomb.proxy.rules.Verdict;
import io.aplomb.proxy.runtime.Assignment;
import io.aplomb.proxy.runtime.BackendRuntime;
import io.aplomb.proxy.runtime.RunningProxies;
import io.aplomb.proxy.runtime.ServerRuntime;
import io.aplomb.proxy.runtime.Waiter;
import io.aplomb.proxy.runtime.Wish;
import io.aplomb.proxy.stream.PersistenceState;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.facts.Payload;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Does with a stream what the data path does, in one thread and without sockets. */
final class Playback {

    private static final String CLOSED = "<closed>";

    /** A port on which nobody listens. */
    private static final int DEAD_PORT = 1;

    final List<String> originGot = new ArrayList<>();
    final List<String> clientGot = new ArrayList<>();
    final List<String> logLines = new ArrayList<>();

    private final RecordedCase recorded;
    private final RunningProxies proxies;
    private final FakeWorld world;
    private final HttpHead requestHead = new HttpHead();
    private final HttpHead responseHead = new HttpHead();
    private Stream stream;
    private boolean open;

    Playback(RecordedCase recorded) {
        this.recorded = recorded;
        this.proxies =
                new RunningProxies(
                        load(recorded.configuration()),
                        100,
                        FakeWorld.clockAt(recorded.nowSeconds),
                        1);
        this.world = new FakeWorld(proxies, recorded.nowSeconds);
        this.stream = newStream();
    }

    static ProxyConfig load(String configuration) {
        LoadResult result =
                HaproxyConfig.load(
                        List.of(new ConfigSource("recorded.cfg", configuration)),
                        Map.of(),
                        new Resources(),
                        LoadOptions.forHost("host"));
        ProxyConfig config = result.config();
        if (config == null) {
            throw new IllegalArgumentException(result.diagnostics().toString());
        }
        return config;
    }

    private static final class Resources implements FileResolver {
        @Override
        public Kind kind(String path) {
            return Kind.FILE;
        }

        @Override
        public Content read(String path) {
            if (path.equals("/dev/null")) {
                return new Content.Octets(Bytes.EMPTY);
            }
            return new Content.Octets(Bytes.of(RecordedCase.resource(path).getBytes(ISO_8859_1)));
        }
    }

    private Stream newStream() {
        return new Stream(world, requestHead, responseHead);
    }

    void play() {
        connect();
        for (String request : recorded.requests) {
            if (request.equals("NEW")) {
                stream.close();
                stream = newStream();
                connect();
            } else {
                String answer = open ? exchange(request) : "";
                clientGot.add(answer + (open ? "" : CLOSED));
                stream.resetForNextRequest();
            }
        }
    }

    private void connect() {
        stream.client().open(IpAddress.LOOPBACK_V4, 4321, IpAddress.LOOPBACK_V4, 80, 1);
        stream.open(proxies.frontends().iterator().next().listeners().getFirst());
        open =
                TcpRules.connection(stream) == TcpVerdict.ACCEPT
                        && TcpRules.session(stream) == TcpVerdict.ACCEPT;
    }

    private String exchange(String wire) {
        ByteBuf in = Unpooled.copiedBuffer(wire, ISO_8859_1);
        HeadParser parser = HeadParser.ofRequests(HeadLimits.DEFAULT, Compliance.STRICT);
        HttpHead request = requestHead;
        HeadParser.Result result = parser.parse(in, request);
        String answer;
        if (result == HeadParser.Result.ERROR) {
            answer = send(ErrorKind.BAD_REQUEST.answer(stream, false));
        } else {
            String body = in.toString(ISO_8859_1);
            stream.requestBody(new Body(body, request.contentLength()));
            stream.inputFinal(true);
            stream.requestArrived();
            boolean bodyRead =
                    request.contentLength() <= body.length() && !request.expectsContinue();
            answer = run(request, bodyRead, body);
        }
        log();
        return answer;
    }

    private boolean mayKeep(HttpHead request, boolean bodyRead) {
        return request.isPersistent()
                && bodyRead
                && stream.frontendConfig().http().connectionMode() != ConnectionMode.CLOSE;
    }

    private String run(HttpHead request, boolean bodyRead, String body) {
        boolean mayKeep = mayKeep(request, bodyRead);
        TcpVerdict content = TcpRules.requestContent(stream.frontendConfig(), stream);
        if (content != TcpVerdict.ACCEPT) {
            open = false;
            return "";
        }
        Verdict verdict = RequestPhases.frontend(stream);
        if (!verdict.goesOn()) {
            return ended(verdict, mayKeep);
        }
        BackendRuntime backend = RequestPhases.chooseBackend(stream);
        if (backend == null) {
            return send(ErrorKind.NO_BACKEND.answer(stream, mayKeep));
        }
        stream.backend(backend);
        verdict = RequestPhases.backend(stream);
        if (verdict.goesOn()) {
            verdict = RequestPhases.beforeServer(stream);
        }
        if (!verdict.goesOn()) {
            return ended(verdict, mayKeep);
        }
        ServerRuntime server = assign(backend);
        if (server == null) {
            return send(ErrorKind.NO_SERVER.answer(stream, mayKeep));
        }
        stream.server(server);
        verdict = RequestPhases.serverRedirect(server, stream);
        if (!verdict.goesOn()) {
            return ended(verdict, mayKeep);
        }
        return forward(request, server, body, mayKeep);
    }

    private @Nullable ServerRuntime assign(BackendRuntime backend) {
        PersistenceState persistence = stream.persistence();
        Wish wish = new Wish(new Selection(new Random(1)));
        wish.reset(0).prefer(persistence.preferred(), persistence.evenIfDown());
        Assignment result = new Assignment();
        backend.assign(wish, NOBODY, result);
        return result.server();
    }

    private static final Waiter NOBODY =
            new Waiter() {
                @Override
                public void granted(ServerRuntime server, int position) {}

                @Override
                public void sentBack(int position) {}
            };

    private String forward(HttpHead request, ServerRuntime server, String body, boolean mayKeep) {
        if (server.port() == DEAD_PORT) {
            return send(ErrorKind.CONNECT_FAILED.answer(stream, mayKeep));
        }
        originGot.add(Parsed.normalized(request) + body);
        ByteBuf in = Unpooled.copiedBuffer(recorded.response, ISO_8859_1);
        HttpHead response = responseHead;
        HeadParser parser = HeadParser.ofResponses(HeadLimits.DEFAULT, Compliance.STRICT);
        if (parser.parse(in, response) != HeadParser.Result.COMPLETE) {
            return send(ErrorKind.BAD_RESPONSE.answer(stream, mayKeep));
        }
        stream.responseArrived();
        if (TcpRules.responseContent(stream.backendConfig(), stream) != TcpVerdict.ACCEPT) {
            open = false;
            return "";
        }
        Verdict verdict = ResponsePhases.response(stream);
        if (!verdict.goesOn()) {
            return ended(verdict, mayKeep);
        }
        stream.figures().status(response.status());
        open = mayKeep;
        boolean withBody = request.methodToken() != HttpMethod.HEAD;
        return Parsed.normalized(response) + (withBody ? in.toString(ISO_8859_1) : "");
    }

    private String ended(Verdict verdict, boolean mayKeep) {
        return send(Replies.of(verdict, stream, mayKeep));
    }

    private String send(PreparedReply reply) {
        open = !reply.close();
        if (reply.status() > 0) {
            stream.figures().status(reply.status());
        }
        return new String(reply.bytes(), ISO_8859_1);
    }

    private void log() {
        if (stream.ruleState().logLevel() == Stream.LOG_SILENT) {
            return;
        }
        StringBuilder out = new StringBuilder();
        stream.frontendConfig().log().format().render(stream, out);
        logLines.add(Parsed.logTail(out.toString()));
    }

    /** A body that has come as far as the recording says. */
    private record Body(String text, long announcedLength) implements Payload {
        @Override
        public int length() {
            return text.length();
        }

        @Override
        public int octet(int index) {
            return text.charAt(index);
        }

        @Override
        public byte[] slice(int offset, int length) {
            return text.substring(offset, offset + length).getBytes(ISO_8859_1);
        }

        @Override
        public boolean complete() {
            return true;
        }
    }
}
