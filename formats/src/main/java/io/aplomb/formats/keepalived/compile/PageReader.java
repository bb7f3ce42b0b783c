package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.keepalived.compile.CheckerDraft.PageDraft;
import io.aplomb.formats.keepalived.compile.CheckerDraft.RegexDraft;
import io.aplomb.formats.keepalived.keyword.Scope;
import io.aplomb.formats.keepalived.syntax.Term;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.vrrp.Checker;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The blocks {@code url} of {@code HTTP_GET} and {@code SSL_GET}. */
final class PageReader {

    private static final Pattern DIGEST = Pattern.compile("[0-9a-fA-F]{32}");
    private static final Pattern STATUS = Pattern.compile("([1-9][0-9]{2})(?:-([1-9][0-9]{2}))?");
    private static final List<Checker.StatusRange> SUCCESS =
            List.of(new Checker.StatusRange(200, 299));

    /** The options of PCRE2 that mean the same in Java; 0 for what Java always does. */
    private static final Map<String, Integer> REGEX_OPTIONS =
            Map.ofEntries(
                    Map.entry("caseless", Pattern.CASE_INSENSITIVE),
                    Map.entry("dotall", Pattern.DOTALL),
                    Map.entry("multiline", Pattern.MULTILINE),
                    Map.entry("extended", Pattern.COMMENTS),
                    Map.entry("utf", Pattern.UNICODE_CASE),
                    Map.entry("ucp", Pattern.UNICODE_CHARACTER_CLASS),
                    Map.entry("no_auto_possess", 0),
                    Map.entry("no_start_optimize", 0),
                    Map.entry("no_dotstar_anchor", 0),
                    Map.entry("never_backslash_c", 0),
                    Map.entry("never_ucp", 0),
                    Map.entry("never_utf", 0));

    private final BlockReader blocks;
    private final Registry<PageDraft> registry = new Registry<>(Scope.URL);

    PageReader(BlockReader blocks) {
        this.blocks = blocks;
        registry.on("path", (line, page) -> page.path = line.take("a path").text());
        registry.on("virtualhost", (line, page) -> page.virtualHost = line.take("a name").text());
        registry.on("digest", PageReader::digest);
        registry.on("status_code", PageReader::statuses);
        registry.on(
                "regex",
                (line, page) -> {
                    Term term = line.takeTerm("a regular expression");
                    page.regex = new RegexDraft(term.decoded(), term.word());
                });
        registry.on("regex_no_match", (_, page) -> page.mustNotMatch = true);
        registry.on("regex_options", PageReader::options);
        registry.on(
                "regex_min_offset",
                (line, page) -> page.fromOffset = line.integer("octets", 0, Integer.MAX_VALUE));
        registry.on(
                "regex_max_offset",
                (line, page) -> page.toOffset = line.integer("octets", 0, Integer.MAX_VALUE));
    }

    Registry<PageDraft> registry() {
        return registry;
    }

    PageDraft read(Line line) throws Refusal {
        PageDraft page = new PageDraft();
        blocks.read(line, registry, page);
        if (page.path == null) {
            throw line.error(line.keyword(), "a url without a path", "write path /");
        }
        return page;
    }

    private static void digest(Line line, PageDraft page) throws Refusal {
        Word word = line.take("a digest");
        if (!DIGEST.matcher(word.text()).matches()) {
            throw line.error(word, "an MD5 digest has 32 hexadecimal digits");
        }
        page.digest = word.text().toLowerCase(Locale.ROOT);
    }

    private static void statuses(Line line, PageDraft page) throws Refusal {
        do {
            Word word = line.take("a status code");
            var matcher = STATUS.matcher(word.text());
            if (!matcher.matches()) {
                throw line.error(
                        word,
                        "'%s' is not a status code".formatted(word.text()),
                        "write codes or ranges of them: 200-299 404");
            }
            int first = Integer.parseInt(matcher.group(1));
            @Nullable String end = matcher.group(2);
            int last = end == null ? first : Integer.parseInt(end);
            if (last < first) {
                throw line.error(word, "an empty range of status codes");
            }
            page.statuses.add(new Checker.StatusRange(first, last));
        } while (line.hasNext());
    }

    private static void options(Line line, PageDraft page) throws Refusal {
        do {
            Word word = line.take("an option");
            Integer flag = REGEX_OPTIONS.get(word.text());
            if (flag == null) {
                throw line.unknown(word, "option of regular expressions", REGEX_OPTIONS.keySet());
            }
            page.regexFlags |= flag;
        } while (line.hasNext());
    }

    /** The page; null when its regular expression is none, which is reported. */
    static Checker.@Nullable Page build(
            PageDraft page, @Nullable String virtualHost, Diagnostics diagnostics) {
        Pattern pattern = null;
        RegexDraft regex = page.regex;
        if (regex != null) {
            try {
                pattern = Pattern.compile(regex.text(), page.regexFlags);
            } catch (PatternSyntaxException invalid) {
                diagnostics.error(
                        regex.word().position(),
                        regex.word().width(),
                        "not a regular expression: " + invalid.getDescription(),
                        "a backslash is written twice: \"\\\\d\" means \\d");
                return null;
            }
        }
        return new Checker.Page(
                page.path == null ? "/" : page.path,
                page.virtualHost == null ? virtualHost : page.virtualHost,
                page.digest,
                page.statuses.isEmpty() && page.digest == null ? SUCCESS : page.statuses,
                pattern,
                page.mustNotMatch,
                page.fromOffset,
                page.toOffset);
    }
}
