package io.aplomb.formats.keepalived.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Diagnostics;
import io.aplomb.base.Severity;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.MemoryFiles;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The language around the keywords: keepalived.conf(5), "Quoted strings" to "List blocks". */
final class LanguageTest {

    private final Diagnostics diagnostics = new Diagnostics();

    private String read(String text, Map<String, String> others) {
        Map<String, String> files = new HashMap<>(others);
        files.put("/etc/k/main.conf", text);
        ConfigReader.Tree tree =
                ConfigReader.read(
                        "/etc/k/main.conf",
                        new MemoryFiles(files),
                        new LoadOptions("main", "lb1", 7),
                        diagnostics);
        return show(tree.root());
    }

    private String read(String text) {
        return read(text, Map.of());
    }

    /** Words divided by bars, blocks in braces, statements divided by semicolons. */
    private static String show(Block block) {
        return String.join("; ", block.statements().stream().map(LanguageTest::show).toList());
    }

    private static String show(Statement statement) {
        String words =
                String.join("|", statement.terms().stream().map(t -> t.word().text()).toList());
        Block block = statement.block();
        return block == null ? words : words + "{" + show(block) + "}";
    }

    private List<String> problems() {
        return diagnostics.all().stream().map(Diagnostic::message).toList();
    }

    @Test
    void blocks_bracesAnywhere_nest() {
        assertThat(read("a b {\n c\n d {\n e f\n }\n}\ng\n")).isEqualTo("a|b{c; d{e|f}}; g");
        assertThat(read("a\n{\nb\n}\n")).isEqualTo("a{b}");
        assertThat(read("a { b { c } d }e\n")).isEqualTo("a{b{c}; d}; e");
        assertThat(read("a {1.2.3.4}\n")).isEqualTo("a{1.2.3.4}");
        assertThat(problems()).isEmpty();
    }

    @Test
    void blocks_unbalanced_areReportedWhereTheyBegin() {
        assertThat(read("a {\n b {\n c\n}\n")).isEqualTo("a{b{c}}");
        assertThat(problems()).containsExactly("a block without its end");
        assertThat(diagnostics.all().getFirst().position()).hasToString("/etc/k/main.conf:1:3");
    }

    @Test
    void blocks_closedTooOften_areReported() {
        assertThat(read("a {\n}\n}\nb\n")).isEqualTo("a{}; b");
        assertThat(problems()).containsExactly("a closing brace without its opening one");
    }

    @Test
    void comments_ofBothKinds_endWithTheLine() {
        assertThat(read("# a {\na b # c\n! x\nd!e\n \"f # ! g\" h\n"))
                .isEqualTo("a|b; d; f # ! g|h");
    }

    @Test
    void quotes_ofBothKinds_keepBlanksAndJoinWords() {
        assertThat(read("a \"b c\" 'd \"e'  f\" g \"h\n")).isEqualTo("a|b c|d \"e|f g h");
        assertThat(problems()).isEmpty();
    }

    @Test
    void quotes_withoutEnd_areReportedWhereTheyBegin() {
        assertThat(read("a b\nc \"d e\n")).isEqualTo("a|b; c|d e");
        assertThat(problems()).containsExactly("quote without its end on this line");
        assertThat(diagnostics.all().getFirst().position()).hasToString("/etc/k/main.conf:2:3");
    }

    @Test
    void escapes_asTheManualSays_areDecoded() {
        assertThat(Escapes.decode("a\\tb\\x41\\101\\\"\\\\d\\cC\\q"))
                .isEqualTo("a\tbAA\"\\d\u0003q");
    }

    @Test
    void definition_isPutInWhereUsed() {
        assertThat(read("$A=eth0\nx $A\ny ${A}.1\nz $A.1 $B ${_HASH} ${_BANG}\n"))
                .isEqualTo("x|eth0; y|eth0.1; z|$A.1|$B|#|!");
    }

    @Test
    void definition_ofDefinitions_isResolvedWhenUsed() {
        assertThat(
                        read(
                                """
                                $BASE=10.2.${SUB}
                                $SUB=0
                                ${BASE}.100/32
                                $SUB=10
                                ${BASE}.100/32
                                """))
                .isEqualTo("10.2.0.100/32; 10.2.10.100/32");
    }

    @Test
    void definition_ofSeveralLines_isPutInAsLines() {
        assertThat(
                        read(
                                """
                                $INST= \\
                                vrrp_instance VI_${NUM} { \\
                                  interface eth0.${NUM} # why \\
                                  @main priority 130 \\
                                  @low priority 120 \\
                                  $X=${NUM}9 \\
                                  y $X \\
                                }
                                $NUM=0
                                $INST
                                $NUM=1
                                $INST
                                """))
                .isEqualTo(
                        "vrrp_instance|VI_0{interface|eth0.0; priority|130; y|09}; "
                                + "vrrp_instance|VI_1{interface|eth0.1; priority|130; y|19}");
        assertThat(problems()).isEmpty();
    }

    @Test
    void definition_usedInsideAnother_isPutInToo() {
        assertThat(
                        read(
                                """
                                $RS= \\
                                real 10.0.${N}.${R} { \\
                                } \\

                                $VS= \\
                                virtual ${N} { \\
                                  $R=1 \\
                                  $RS \\
                                  $R=2 \\
                                  $RS \\
                                }
                                $N=5
                                $VS
                                """))
                .isEqualTo("virtual|5{real|10.0.5.1{}; real|10.0.5.2{}}");
    }

    @Test
    void definition_containingItself_isReportedAndEnds() {
        read("$A=x $A y\n$A\n$B= \\\na \\\n$B\n$B\n");
        assertThat(problems())
                .isNotEmpty()
                .allMatch(message -> message.equals("a definition that contains itself"));
    }

    @Test
    void parameter_undefinedInBraces_isReportedOutsideQuotes() {
        assertThat(read("a \"x ${NO} y\"\nb ${NO}\n")).isEqualTo("a|x ${NO} y; b|${NO}");
        assertThat(problems()).containsExactly("no parameter ${NO} is defined here");
    }

    @Test
    void parameter_predefined_tellsWhereAndWho() {
        assertThat(read("a ${_PWD}/x ${_INSTANCE}\n")).isEqualTo("a|/etc/k/x|main");
        String random = read("${_RANDOM 3 5} ${_RANDOM 3 5} ${_RANDOM}\n");
        assertThat(random)
                .matches("[345]\\|[345]\\|[0-9]{1,5}")
                .isEqualTo(read("${_RANDOM 3 5} ${_RANDOM 3 5} ${_RANDOM}\n"));
        assertThat(read("random_seed 5\n${_RANDOM}\nrandom_seed 5\n${_RANDOM}\n"))
                .matches("random_seed\\|5; ([0-9]+); random_seed\\|5; \\1");
    }

    @Test
    void condition_ofThisOrAnotherId_decidesAboutItsLine() {
        assertThat(read("@main a\n@other b\n@^main c\n@^other d\n@main @^other e\n"))
                .isEqualTo("a; d; e");
        assertThat(read("$IF=@main\n$IF f\n@other $P=1\n@main $P=2\np $P\n")).isEqualTo("f; p|2");
        assertThat(read("@ main g\n")).isEmpty();
        assertThat(problems())
                .containsExactly("a condition without an id never holds: the line is left out");
    }

    @Test
    void sequence_writesTheRestOfItsLineForEachTurn() {
        assertThat(read("~SEQ(N, 0, 3) 10.0.${N}.1\n"))
                .isEqualTo("10.0.0.1; 10.0.1.1; 10.0.2.1; 10.0.3.1");
        assertThat(read("~SEQ(N, 2) a $N\n~SEQ(N, -2) b $N\n~SEQ(N, 5, -2, 1) c $N\n"))
                .isEqualTo("a|1; a|2; b|-1; b|-2; c|5; c|3; c|1");
        assertThat(read("~SEQx(Z, 144, 16, 192) fe80::${Z}:1\n"))
                .isEqualTo("fe80::90:1; fe80::a0:1; fe80::b0:1; fe80::c0:1");
        assertThat(read("$M=2\n~SEQ(A, $M ) ~SEQ(B, ${M}) ${A}.${B}\n"))
                .isEqualTo("1.1; 1.2; 2.1; 2.2");
    }

    @Test
    void list_writesTheRestOfItsLineForEachValue() {
        assertThat(read("~LST({IP, IP1}, {10,1},{20,4}) 192.168.${IP}.${IP1}\n"))
                .isEqualTo("192.168.10.1; 192.168.20.4");
        assertThat(read("~LST(A, x, y) ~SEQ(B,2,2,4) ${A}${B}\n")).isEqualTo("x2; x4; y2; y4");
    }

    @Test
    void sequence_malformed_isReported() {
        read("~SEQ(N) a\n~SEQ(N, x) b\n~LST({A,B}, 1) c\n~SEQ(N, 1, 0, 5) d\n~SEQ N e\n");
        assertThat(problems()).hasSize(5);
    }

    @Test
    void lineEndingInBackslash_outsideADefinition_isReported() {
        assertThat(read("a \\\n# b \\\nc\n")).isEqualTo("c");
        assertThat(problems())
                .containsExactly("a line goes on in the next one only inside a definition");
    }

    @Test
    void include_takesFilesSeenFromItsOwnDirectory() {
        Map<String, String> files =
                Map.of(
                        "/etc/k/conf.d/b.conf", "b\ninclude more/x.conf\n",
                        "/etc/k/conf.d/a.conf", "a ${_PWD}\n",
                        "/etc/k/conf.d/.hidden.conf", "h\n",
                        "/etc/k/conf.d/more/x.conf", "x\n",
                        "/srv/one.conf", "one\n",
                        "/srv/two.conf", "two\n");
        assertThat(read("m {\ninclude conf.d/*.conf\n}\ninclude \"/srv/{two,one}.conf\"\n", files))
                .isEqualTo("m{a|/etc/k/conf.d; b; x}; two; one");
        assertThat(read("include \"conf.d/[!a].con?\"\n", files)).isEqualTo("b; x");
        assertThat(problems()).isEmpty();
    }

    @Test
    void include_ofNothing_isAnErrorOnlyWhenWanted() {
        read("include no.conf\ninclude no/*.conf\n");
        assertThat(diagnostics.hasErrors()).isFalse();
        assertThat(problems()).hasSize(2);
        read("includea no.conf\nincludew no/*.conf\nincludem no2.conf\n");
        assertThat(diagnostics.count(Severity.ERROR)).isEqualTo(3);
        read("include_check +wildcard_match\ninclude no3/*\ninclude_check -wildcard_match\n");
        assertThat(diagnostics.count(Severity.ERROR)).isEqualTo(4);
    }

    @Test
    void include_ofItself_isReportedAndEnds() {
        read("a\ninclude main.conf\n");
        assertThat(problems()).containsExactly("more than 32 files include each other");
    }

    @Test
    void position_insideADefinition_isWhereItIsWritten() {
        read("$A= \\\nx \\\n}\n\n$A\n");
        assertThat(diagnostics.all().getFirst().position()).hasToString("/etc/k/main.conf:3:1");
    }

    @Test
    void text_thatIsNotUtf8_isReadAllTheSame() {
        assertThat(read("a \u00e9t\u00e9\r\nb\n")).isEqualTo("a|\u00e9t\u00e9; b");
    }
}
