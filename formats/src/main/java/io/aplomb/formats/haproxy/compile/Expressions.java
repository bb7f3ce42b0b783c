package io.aplomb.formats.haproxy.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.haproxy.value.Placeholders;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.Reference;
import io.aplomb.sample.Regexes;
import io.aplomb.sample.Requirement;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import io.aplomb.sample.UsePoint;
import io.aplomb.sample.acl.AclParser;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.acl.ConditionParser;
import io.aplomb.sample.acl.Criterion;
import io.aplomb.sample.log.LogFormat;
import io.aplomb.sample.log.LogFormatParser;
import io.aplomb.sample.log.LogFormats;
import io.aplomb.sample.log.LogUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Compiles expressions, conditions and log formats, and remembers the names they use. */
final class Expressions {

    private final Diagnostics diagnostics;
    private final SampleParser samples;
    private final AclParser acls;
    private final LogFormatParser formats;
    private final List<Use> uses = new ArrayList<>();
    private final List<TableUse> ownTables = new ArrayList<>();

    Expressions(SampleResources resources, Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
        this.samples = new SampleParser(resources);
        this.acls = new AclParser(samples);
        this.formats = new LogFormatParser(samples);
    }

    /** A name that an expression or rule uses, for looking it up when all sections are read. */
    record Use(Reference reference, Word at) {}

    /** A rule that uses the table of its own section. */
    record TableUse(ProxyDraft proxy, Word at) {}

    List<Use> uses() {
        return List.copyOf(uses);
    }

    List<TableUse> ownTables() {
        return List.copyOf(ownTables);
    }

    void usesTable(Word name) {
        uses.add(new Use(new Reference(ArgumentType.TABLE, name.text()), name));
    }

    void usesOwnTable(ProxyDraft proxy, Word at) {
        ownTables.add(new TableUse(proxy, at));
    }

    /** The next word as an expression that can be evaluated there. */
    SampleExpression expression(Line line, UsePoint point) throws Refusal {
        Word word = line.take("a sample expression");
        SampleExpression expression = samples.read(word.text(), word.position(), diagnostics);
        if (expression == null) {
            throw new Refusal();
        }
        note(expression, word, point);
        return expression;
    }

    /** {@code acl NAME CRITERION ...}: manual 7.1. */
    void declare(Line line, ProxyDraft proxy) throws Refusal {
        Word name = line.take("a name");
        if (!AclParser.isName(name.text())) {
            throw line.error(
                    name,
                    "'%s' cannot be the name of an ACL".formatted(name.text()),
                    "use letters, digits, '-', '_', '.' and ':'");
        }
        if (Set.of("or", "if", "unless").contains(name.text())) {
            throw line.error(name, "'%s' has a meaning in conditions".formatted(name.text()));
        }
        if (line.remaining().stream().anyMatch(word -> Placeholders.isPlaceholder(word.text()))) {
            proxy.acls.declareBroken(name.text());
            throw new Refusal(); // said already, with all other placeholders
        }
        Criterion criterion = acls.parse(plain(line.rest()), name.position(), diagnostics);
        if (criterion == null) {
            proxy.acls.declareBroken(name.text());
            throw new Refusal();
        }
        criterion.expression().references().forEach(found -> uses.add(new Use(found, name)));
        proxy.acls.declare(name.text(), criterion);
    }

    /** The rest of the line: nothing, or {@code if} or {@code unless} with a condition. */
    @Nullable Condition optionalCondition(Line line, ProxyDraft proxy, UsePoint point)
            throws Refusal {
        if (!line.hasNext()) {
            return null;
        }
        if (!ConditionParser.isStart(line.peek())) {
            Word word = line.take("'if' or 'unless'");
            throw line.error(
                    word,
                    "unexpected '%s'".formatted(word.text()),
                    "expected 'if', 'unless' or the end of the line");
        }
        Word start = line.take("'if' or 'unless'");
        line.unread();
        Condition condition =
                new ConditionParser(acls, proxy.acls).parse(plain(line.rest()), diagnostics);
        if (condition == null) {
            throw new Refusal();
        }
        condition.expressions().forEach(expression -> note(expression, start, point));
        return condition;
    }

    /** A word as a format for messages: headers, paths, bodies, names. */
    LogFormat format(Line line, Word word, UsePoint point) throws Refusal {
        return format(line, word, word.text(), point);
    }

    /** As the other one, of a text that a word only names. */
    LogFormat format(Line line, Word word, String text, UsePoint point) throws Refusal {
        LogFormat format = formats.parse(text, LogUse.MESSAGE, word.position(), diagnostics);
        if (format == null) {
            throw new Refusal();
        }
        format.expressions().forEach(expression -> note(expression, word, point));
        return format;
    }

    /** A word as the format of a log line or unique id; what is wrong with it is reported. */
    LogFormat logFormat(Word word) {
        LogFormat format = formats.parse(word.text(), LogUse.LOG, word.position(), diagnostics);
        if (format == null) {
            return literal("");
        }
        format.expressions().forEach(expression -> note(expression, word, UsePoint.LOG_LINE));
        return format;
    }

    /** The line a section writes. */
    LogFormat logLine(LogDraft log) {
        Word custom = log.customFormat;
        return switch (log.style) {
            case CONNECT -> LogFormats.CONNECT;
            case TCP -> LogFormats.TCP;
            case HTTP -> LogFormats.HTTP;
            case HTTP_CLF -> LogFormats.CLF;
            case HTTPS -> LogFormats.HTTPS;
            case CUSTOM -> custom == null ? LogFormats.CONNECT : logFormat(custom);
        };
    }

    /** A format without any variable. */
    static LogFormat literal(String text) {
        return new LiteralFormat(text);
    }

    /** The next word as a regular expression. */
    Pattern pattern(Line line, boolean ignoreCase) throws Refusal {
        return pattern(line, line.take("a regular expression"), ignoreCase);
    }

    static Pattern pattern(Line line, Word word, boolean ignoreCase) throws Refusal {
        try {
            return Regexes.compile(word.text(), ignoreCase);
        } catch (PatternSyntaxException wrong) {
            throw line.error(
                    word,
                    "'%s' is not a regular expression: %s"
                            .formatted(word.text(), wrong.getDescription()));
        }
    }

    private void note(SampleExpression expression, Word at, UsePoint point) {
        expression.references().forEach(reference -> uses.add(new Use(reference, at)));
        Requirement missing = expression.missingAt(point);
        if (missing != null) {
            diagnostics.warning(
                    at.position(),
                    at.width(),
                    "'%s' needs the %s, not known at this point: it never matches"
                            .formatted(expression.source(), missing.label()));
        }
    }

    private static List<io.aplomb.sample.Word> plain(List<Word> words) {
        return words.stream()
                .map(word -> new io.aplomb.sample.Word(word.text(), word.position()))
                .toList();
    }
}
