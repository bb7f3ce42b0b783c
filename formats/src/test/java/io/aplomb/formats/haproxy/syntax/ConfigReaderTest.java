package io.aplomb.formats.haproxy.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.aplomb.base.Diagnostics;
import io.aplomb.formats.GoldenFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ConfigReaderTest {

    private final Diagnostics diagnostics = new Diagnostics();

    private ConfigTree read(String... texts) {
        List<ConfigSource> sources =
                Stream.iterate(0, i -> i < texts.length, i -> i + 1)
                        .map(i -> new ConfigSource("f" + i, texts[i]))
                        .toList();
        return ConfigReader.read(sources, ReadOptions.of(Map.of("A", "1")), diagnostics);
    }

    @Test
    void read_sections_keepNameFromAndStatements() {
        ConfigTree tree =
                read(
                        """
                        defaults base
                        defaults http from base
                            mode http
                        frontend web from http
                        bind :80 # comment
                            no option httplog
                        """);
        assertThat(diagnostics.render()).isEmpty();
        Section web = tree.of(SectionKind.FRONTEND).getFirst();
        assertThat(web.name()).isEqualTo("web");
        assertThat(web.from().orElseThrow().text()).isEqualTo("http");
        assertThat(web.statements()).hasSize(2);
        assertThat(web.statements().get(0).toString()).isEqualTo("bind :80");
        assertThat(web.statements().get(1).modifier()).isEqualTo(Statement.Modifier.NO);
        assertThat(web.statements().get(1).position()).hasToString("f0:6:8");
        assertThat(tree.defaultsFor(web).orElseThrow().name()).isEqualTo("http");
        assertThat(tree.defaultsFor(tree.defaultsFor(web).orElseThrow()).orElseThrow().name())
                .isEqualTo("base");
    }

    @Test
    void defaultsFor_withoutFrom_isTheLastInFrontEvenWhenNamed() {
        ConfigTree tree =
                read(
                        "defaults\ndefaults b\nfrontend x\n",
                        "defaults c\nbackend y\nbackend z from b\n");
        assertThat(diagnostics.render()).isEmpty();
        List<String> names =
                tree.sections().stream()
                        .filter(section -> section.kind().isProxy())
                        .map(section -> tree.defaultsFor(section).orElseThrow().name())
                        .toList();
        assertThat(names).containsExactly("b", "c", "b");
    }

    @Test
    void read_setenvInGlobal_countsFromTheNextLine() {
        ConfigTree tree =
                read(
                        """
                        global
                            setenv PORT 8080
                            presetenv A 2
                            setenv GONE 1
                            unsetenv GONE
                        listen "${.SECTION}x$PORT"
                            bind ":$PORT"
                            description "${A} ${GONE-none} ${.LINE} ${.FILE} ${.SECTION}"
                        """);
        Section listen = tree.of(SectionKind.LISTEN).getFirst();
        assertThat(listen.name()).isEqualTo("globalx8080");
        assertThat(listen.statements().getFirst().text(1)).isEqualTo(":8080");
        assertThat(listen.statements().get(1).text(1)).isEqualTo("1 none 8 f0 globalx8080");
        assertThat(tree.environment()).containsEntry("HAPROXY_CFGFILES", "f0");
    }

    @Test
    void read_mistakes_areAllReported() {
        read(
                "bnid :80\nfrontend a/b\nlisten\nbackend x from nope\n.endif\n.foo\n.if 1\n bad \"q\nend");
        assertThat(diagnostics.all())
                .extracting(found -> found.position() + " " + found.message())
                .containsExactly(
                        "f0:1:1 unknown keyword 'bnid' out of section",
                        "f0:2:10 character '/' is not permitted in the name 'a/b'",
                        "f0:3:1 'listen' expects a name",
                        "f0:4:16 no 'defaults' section named 'nope' above",
                        "f0:5:1 lone '.endif' with no matching '.if'",
                        "f0:6:1 unknown directive '.foo'",
                        "f0:8:6 unmatched quote",
                        "f0:9:4 missing LF on last line, file might have been truncated",
                        "f0:7:1 '.if' without '.endif'");
    }

    @Test
    void read_accentsInFront_keepTheColumnOfWhatIsShown() {
        byte[] utf8 = "global\n \"é\" bad\\xZ\n".getBytes(StandardCharsets.UTF_8);
        read(new String(utf8, StandardCharsets.ISO_8859_1));
        assertThat(diagnostics.all().getFirst().position()).hasToString("f0:2:9");
        assertThat(diagnostics.render()).contains("   \"é\" bad\\xZ\n          ^");
    }

    @Test
    void read_nulAndEmptyWords_areNamed() {
        read("global\n a\u0000b\n maxconn \"$NONE\" 1\n");
        assertThat(diagnostics.render()).contains("stray NUL character").contains("empty argument");
    }

    @Test
    void read_crlfFile_isReadAsAnyOther() {
        ConfigTree tree = read("global\r\n  maxconn 10\r\n\r\n");
        assertThat(diagnostics.render()).isEmpty();
        assertThat(tree.sections().getFirst().statements().getFirst().toString())
                .isEqualTo("maxconn 10");
    }

    @Test
    void read_seedConfigurations_giveTreesWithoutErrors() throws IOException {
        Path seeds = GoldenFiles.repositoryRoot().resolveSibling("shared/seed-configs");
        assumeThat(Files.isDirectory(seeds)).as("the seed configurations are not here").isTrue();
        try (Stream<Path> files = Files.list(seeds)) {
            for (Path file : files.filter(f -> f.toString().endsWith("haproxy.cfg")).toList()) {
                String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                Diagnostics found = new Diagnostics();
                ConfigTree tree =
                        ConfigReader.read(
                                List.of(new ConfigSource(file.getFileName().toString(), text)),
                                ReadOptions.of(Map.of()),
                                found);
                assertThat(found.render()).isEmpty();
                assertThat(tree.sections()).hasSizeGreaterThan(2);
            }
        }
    }
}
