package io.aplomb.formats.pcs;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Severity;
import io.aplomb.formats.cib.CibReader;
import io.aplomb.formats.cib.CibWriter;
import io.aplomb.formats.cib.Upgrade;
import io.aplomb.model.cib.Element;
import java.util.Map;
import java.util.Optional;

/** The commands of {@code pcs cluster} on the base itself. */
final class CibCommands {

    private static final String SCOPE = "scope";

    private CibCommands() {}

    /** {@code cib [FILE] [scope=SCOPE | --config]}. */
    static PcsAnswer cib(Call call) {
        call.options().only("--config", "-f");
        call.expectWords(0, 2);
        String file = "";
        String scope = call.options().has("--config") ? "configuration" : "";
        for (String word : call.words()) {
            int equals = word.indexOf('=');
            if (equals < 0) {
                file = word;
            } else if (word.startsWith(SCOPE + "=") && !call.options().has("--config")) {
                scope = scope(word.substring(equals + 1));
            } else {
                throw InvalidCommand.usage();
            }
        }
        Element root = call.cib().root();
        Optional<Element> part = scope.isEmpty() ? Optional.of(root) : CibPush.part(root, scope);
        if (part.isEmpty()) {
            throw InvalidCommand.because(
                    "unable to get cib, scope '%s' not present in cib".formatted(scope));
        }
        String text = CibWriter.write(part.get());
        return file.isEmpty()
                ? call.printed(text)
                : ClusterCommands.order(new ClusterOrder.WriteFile(file, text), call);
    }

    private static String scope(String scope) {
        if (!CibPush.SCOPES.contains(scope)) {
            throw InvalidCommand.because("invalid CIB scope '" + scope + "'");
        }
        return scope;
    }

    /** {@code cib-push FILE [diff-against=FILE | scope=SCOPE | --config] [--wait[=n]]}. */
    static PcsAnswer push(Call call) {
        call.options().only("--wait", "--config", "-f");
        call.expectWords(0, 2);
        boolean config = call.options().has("--config");
        String file = "";
        String scope = config ? "configuration" : "";
        String original = "";
        for (String word : call.words()) {
            int equals = word.indexOf('=');
            String value = word.substring(equals + 1);
            if (equals < 0) {
                file = word;
            } else if (word.startsWith(SCOPE + "=")) {
                if (config) {
                    throw InvalidCommand.because("Cannot use both scope and --config");
                }
                scope = scope(value);
            } else if (word.startsWith("diff-against=")) {
                original = value;
            } else {
                throw InvalidCommand.usage();
            }
        }
        if (!original.isEmpty() && !scope.isEmpty()) {
            throw InvalidCommand.because("Cannot use both scope and diff-against");
        }
        if (file.isEmpty()) {
            throw InvalidCommand.usage();
        }
        return ClusterCommands.order(
                new ClusterOrder.PushCib(file, scope, original, ClusterCommands.wait(call)), call);
    }

    static PcsAnswer upgrade(Call call) {
        call.options().only("-f");
        call.expectWords(0, 0);
        Element upgraded = Upgrade.toCurrent(call.cib().root());
        call.reports().note("Cluster CIB has been upgraded to latest version");
        return upgraded.equals(call.request().cib())
                ? call.printed("")
                : new PcsAnswer.Changed(upgraded, "", call.reports().lines());
    }

    /** {@code verify [--full]}: whether the base is sound. */
    static PcsAnswer verify(Call call) {
        call.options().only("-f", "--full");
        call.expectWords(0, 0);
        Diagnostics diagnostics = new Diagnostics();
        String text = CibWriter.write(call.cib().root());
        var _ = CibReader.readAsWritten(text, "cib", diagnostics);
        if (diagnostics.count(Severity.ERROR) > 0) {
            StringBuilder lines = new StringBuilder("invalid cib:");
            diagnostics.all().forEach(found -> lines.append('\n').append(found.message()));
            throw InvalidCommand.because(lines.toString());
        }
        Safety.warn(Map.of("stonith-enabled", "").keySet(), call);
        return call.printed("");
    }
}
