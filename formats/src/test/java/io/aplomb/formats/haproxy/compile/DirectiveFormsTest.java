package io.aplomb.formats.haproxy.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Severity;
import io.aplomb.formats.haproxy.Golden;
import io.aplomb.formats.haproxy.syntax.ConfigSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of the manual's directives that is honoured compiles without an error. */
class DirectiveFormsTest {

    private static final String DEFAULTS =
            """
            defaults
                mode http
                timeout connect 1s
                timeout client 1s
                timeout server 1s
            """;

    private static final String TABLE =
            """
            backend t
                stick-table type ip size 1k expire 1m store conn_cur,conn_rate(10s),http_req_rate(10s),gpc0,gpt0
            """;

    /** A section's kind and a line for it. */
    record Form(String section, String line) {
        static Form of(String text) {
            String[] parts = text.split("\t", 2);
            return new Form(parts[0], parts[1]);
        }

        String configuration() {
            String global = section.equals("global") ? "global\n    " + line + "\n" : "";
            String front = section.equals("frontend") ? "    " + line + "\n" : "";
            String back = section.equals("backend") ? "    " + line + "\n" : "";
            return global
                    + DEFAULTS
                    + "frontend f\n    bind 127.0.0.1:1\n"
                    + front
                    + "backend b\n    server s1 127.0.0.1:2\n"
                    + back
                    + TABLE;
        }
    }

    static Stream<Form> forms() {
        return Golden.lines("compile/forms.txt").stream().map(Form::of);
    }

    @ParameterizedTest
    @MethodSource("forms")
    void load_formOfTheManual_hasNoError(Form form) {
        LoadResult result =
                HaproxyConfig.load(
                        List.of(new ConfigSource("form.cfg", form.configuration())),
                        Map.of(),
                        new MemoryFiles(Map.of()),
                        LoadOptions.forHost("lb1"));

        String errors =
                result.diagnostics().stream()
                        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
                        .map(Diagnostic::render)
                        .collect(Collectors.joining("\n"));
        assertThat(errors).isEmpty();
        assertThat(result.config()).isNotNull();
    }
}
