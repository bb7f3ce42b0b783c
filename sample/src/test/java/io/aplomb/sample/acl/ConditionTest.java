package io.aplomb.sample.acl;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Check;
import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.sample.FakeContext;
import io.aplomb.sample.SampleParser;
import io.aplomb.sample.SampleResources;
import io.aplomb.sample.Word;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Conditions of manual section 7.2 over the predefined ACLs of 7.4. */
final class ConditionTest {

    private static final AclParser CRITERIA = new AclParser(new SampleParser(SampleResources.NONE));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "if TRUE; true",
                "if FALSE; false",
                "unless TRUE; false",
                "unless FALSE; true",
                "if !FALSE; true",
                "if ! FALSE; true",
                "if !!TRUE; true",
                "if METH_GET !METH_POST; true",
                "if METH_GET METH_POST; false",
                "if METH_POST or METH_GET; true",
                "if METH_POST || METH_GET; true",
                "if METH_POST TRUE || FALSE || METH_GET HTTP_1.1; true",
                "unless METH_GET or METH_POST or METH_OPTIONS; false",
                "if { path_beg /a }; true",
                "if !{ path_beg /a }; false",
                "if ! { path_beg /a }; false",
                "if { path_beg /b } || { hdr(host) -m found } METH_GET; true",
                "if local static; true",
                "if LOCALHOST; true",
                "if HTTP; true",
                "if HTTP_URL_SLASH !HTTP_URL_STAR !HTTP_URL_ABS; true",
                "if HTTP_CONTENT; false",
                "if WAIT_END; true",
            })
    void condition_request_holdsOrNot(String text, boolean holds) {
        Diagnostics out = new Diagnostics();
        Condition condition = parse(text, out);
        assertThat(out.render()).isEmpty();
        FakeContext context = FakeContext.request("GET", "/a/b", "Host: h");
        assertThat(Check.present(condition, text).holds(context)).isEqualTo(holds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "if nope; no such ACL : 'nope'",
                "if { path /x; missing closing '}' in condition",
                "if METH_GET !; an ACL is expected after '!'",
                "if or TRUE; an ACL is expected before 'or'",
                "if TRUE or; an ACL is expected after it",
                "if { }; missing ACL criterion",
                "if; missing condition",
                "when TRUE; 'if' or 'unless' is expected",
            })
    void condition_wrong_saysWhy(String text, String message) {
        Diagnostics out = new Diagnostics();
        assertThat(parse(text, out)).isNull();
        assertThat(out.all().stream().map(Diagnostic::message)).containsExactly(message);
    }

    @Test
    void condition_nearlyRightName_isSuggested() {
        Diagnostics out = new Diagnostics();
        parse("if METHGET", out);
        assertThat(out.render()).contains("did you mean 'METH_GET'?");
        Diagnostics own = new Diagnostics();
        parse("if !statc", own);
        assertThat(own.render()).contains("did you mean 'static'?");
    }

    @Test
    void condition_undecidedTerm_waitsUnlessAnotherDecides() {
        FakeContext context = FakeContext.request("GET", "/a");
        context.inputIsFinal = false;
        assertThat(test("if WAIT_END", context)).isEqualTo(Outcome.UNDECIDED);
        assertThat(test("if WAIT_END FALSE", context)).isEqualTo(Outcome.FAILS);
        assertThat(test("if WAIT_END || TRUE", context)).isEqualTo(Outcome.HOLDS);
        assertThat(test("unless WAIT_END", context)).isEqualTo(Outcome.UNDECIDED);
        assertThat(test("if !WAIT_END", context)).isEqualTo(Outcome.UNDECIDED);
    }

    @Test
    void acl_declaredTwice_holdsWhenEitherDoes() {
        AclTable table = new AclTable();
        declare(table, "either", "path /x");
        declare(table, "either", "path /a");
        Acl acl = Check.present(table.find("either"), "either");
        assertThat(acl.test(FakeContext.request("GET", "/a"))).isEqualTo(Outcome.HOLDS);
        assertThat(acl.test(FakeContext.request("GET", "/b"))).isEqualTo(Outcome.FAILS);
    }

    private static Outcome test(String text, FakeContext context) {
        return Check.present(parse(text, new Diagnostics()), text).test(context);
    }

    private static @Nullable Condition parse(String text, Diagnostics out) {
        AclTable table = new AclTable();
        declare(table, "local", "src 127.0.0.0/8");
        declare(table, "static", "path_beg /a");
        return new ConditionParser(CRITERIA, table).parse(words(text), out);
    }

    private static void declare(AclTable table, String name, String criterion) {
        Criterion parsed =
                CRITERIA.parse(words(criterion), SourcePosition.ofFile("test"), new Diagnostics());
        table.declare(name, Check.present(parsed, criterion));
    }

    private static List<Word> words(String text) {
        List<Word> words = new ArrayList<>();
        int column = 1;
        for (String word : text.strip().split(" +")) {
            words.add(new Word(word, new SourcePosition("test", 1, column)));
            column += word.length() + 1;
        }
        return words;
    }
}
