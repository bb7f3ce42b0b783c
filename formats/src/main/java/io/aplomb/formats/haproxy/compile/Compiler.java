package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.Severity;
import io.aplomb.formats.haproxy.keyword.KeywordCheck;
import io.aplomb.formats.haproxy.keyword.KeywordTable;
import io.aplomb.formats.haproxy.syntax.ConfigTree;
import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.haproxy.syntax.SectionKind;
import io.aplomb.formats.haproxy.syntax.Statement;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.ProxyConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One load: reads the sections into drafts, checks them together, builds the model. Sections that
 * others refer to by name are read first, so that their place in the file does not matter.
 */
final class Compiler {

    private final Diagnostics diagnostics;
    private final Load load;
    private final Directives directives;

    Compiler(FileResolver files, LoadOptions options, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.load =
                new Load(
                        new Paths(files),
                        options,
                        diagnostics,
                        new Expressions(new ResolverResources(files), diagnostics),
                        new GlobalDraft(),
                        new SharedSections());
        this.directives = new Directives(load);
    }

    @Nullable ProxyConfig compile(ConfigTree tree) {
        ConfigTree effective = KeywordCheck.check(tree, KeywordTable.standard(), diagnostics);
        return compileEffective(effective);
    }

    private @Nullable ProxyConfig compileEffective(ConfigTree tree) {
        tree.of(SectionKind.GLOBAL)
                .forEach(section -> read(section, directives.global(), load.global()));
        new SharedSectionReader(load, directives).read(tree);
        List<ProxyDraft> proxies = proxies(tree);
        new Validator(load, proxies).check();
        refuseWarnings(tree);
        if (diagnostics.hasErrors()) {
            return null;
        }
        ProxyConfig config = new Assembler(load).build(proxies, tree.environment());
        return diagnostics.hasErrors() ? null : config;
    }

    private void refuseWarnings(ConfigTree tree) {
        int warnings = diagnostics.count(Severity.WARNING);
        if (load.global().zeroWarning && warnings > 0) {
            Section global = tree.of(SectionKind.GLOBAL).getFirst();
            diagnostics.error(
                    global.position(),
                    global.keyword().width(),
                    "'zero-warning' refuses a configuration with %d warnings".formatted(warnings));
        }
    }

    private List<ProxyDraft> proxies(ConfigTree tree) {
        Map<Section, ProxyDraft> defaults = new HashMap<>();
        List<ProxyDraft> proxies = new ArrayList<>();
        for (Section section : tree.sections()) {
            if (!section.kind().inherits()) {
                continue;
            }
            ProxyDraft draft =
                    tree.defaultsFor(section)
                            .map(defaults::get)
                            .map(inherited -> new ProxyDraft(section, inherited))
                            .orElseGet(() -> new ProxyDraft(section));
            inlineBind(section, draft);
            read(section, directives.proxy(), draft);
            if (section.kind() == SectionKind.DEFAULTS) {
                defaults.put(section, draft);
            } else {
                proxies.add(draft);
            }
        }
        return proxies;
    }

    private void inlineBind(Section section, ProxyDraft draft) {
        List<Word> words = section.extraWords();
        if (words.isEmpty() || !section.kind().hasFrontend()) {
            return;
        }
        Line line = new Line(words, Statement.Modifier.NONE, diagnostics);
        try {
            directives.frontend().inlineBind(line, draft);
        } catch (Refusal refusal) {
            directives.report(refusal);
        }
    }

    private <D> void read(Section section, Registry<D> registry, D draft) {
        for (Statement statement : section.statements()) {
            directives.read(section, statement, registry, draft);
        }
    }
}
