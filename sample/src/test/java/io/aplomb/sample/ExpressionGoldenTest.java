package io.aplomb.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.http.HttpHead;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.facts.VariableScope;
import io.aplomb.sample.log.LogFormat;
import io.aplomb.sample.log.LogFormatParser;
import io.aplomb.sample.log.LogUse;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions give what the same expressions gave in HAProxy, on the same request. */
final class ExpressionGoldenTest {

    private static final SourcePosition START = new SourcePosition("test", 1, 1);

    static Stream<List<String>> expressions() {
        return Golden.cases("expressions.golden").stream();
    }

    static Stream<List<String>> errors() {
        return Golden.cases("expression-errors.golden").stream();
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void expression_sameRequest_givesSameSample(List<String> golden) {
        Diagnostics out = new Diagnostics();
        SampleExpression parsed = SampleParser.parse(golden.getFirst(), START, out);
        assertThat(out.render()).isEmpty();
        SampleExpression expression = Check.present(parsed, golden.getFirst());
        Value value = expression.evaluate(context());
        assertThat("<" + encoded(value) + ">").isEqualTo(golden.get(1));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void expression_wrong_saysTheSame(List<String> golden) {
        Diagnostics out = new Diagnostics();
        assertThat(SampleParser.parse(golden.getFirst(), START, out)).isNull();
        assertThat(out.all()).hasSize(1);
        assertThat(out.all().stream().map(Diagnostic::message)).containsExactly(golden.get(1));
    }

    /** Text as a header carries it: control characters encoded. */
    private static String encoded(@Nullable Value value) {
        if (value == null) {
            return "!none!";
        }
        FakeContext context = new FakeContext();
        context.variables().set(new VariableName(VariableScope.TXN, "v"), value);
        LogFormat format =
                new LogFormatParser(new SampleParser(SampleResources.NONE))
                        .parse("%[var(txn.v)]", LogUse.MESSAGE, START, new Diagnostics());
        return Check.present(format, "format").render(context);
    }

    private static FakeContext context() {
        FakeContext context =
                FakeContext.request(
                        "GET",
                        "/a/b//c.html?x=1&y=two%20words&x=3;z=4",
                        "Host: www.Example.com:8080",
                        "User-Agent: Mozilla/5.0 (X11; Linux), like Gecko",
                        "Cookie: SID=abc; theme=dark;SID=def ; empty=",
                        "Cookie: last=\"q;v\"",
                        "X-Forwarded-For: 10.0.0.1, 10.0.0.2",
                        "X-Forwarded-For: 192.168.1.7:4711",
                        "X-Quoted: \"a,b\",c , d",
                        "X-Empty: ",
                        "X-Num: 42abc",
                        "Accept-Language: fr-FR,fr;q=0.9,en;q=0.8,de;q=0",
                        "Authorization: Basic dXNlcjpwYXNzOndvcmQ=",
                        "X-Bin: caf\u00c3\u00a9|{#}\"");
        HttpHead head = Check.present(context.request, "request");
        assertThat(head.fieldCount()).isEqualTo(12);
        context.requestBody = FakePayload.of("");
        context.variables().set(new VariableName(VariableScope.TXN, "s"), Value.of("variable"));
        context.variables().set(new VariableName(VariableScope.TXN, "n"), Value.of(7));
        return context;
    }
}
