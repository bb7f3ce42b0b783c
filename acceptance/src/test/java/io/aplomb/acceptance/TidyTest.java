package io.aplomb.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The rules of CONTRIBUTING.md that a reader of the text can check. Words are cut in two so as not
 * to find themselves.
 */
class TidyTest {
    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(" + "TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern SWITCHED_OFF = Pattern.compile("@(" + "Disabled|Ign" + "ore)\\b");
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sle" + "ep\\(");
    private static final Pattern ASSERT_KEYWORD = Pattern.compile("^\\s*assert [^=]*;");
    private static final Pattern DUMPING_GROUND =
            Pattern.compile(
                    "\\b(class|record|interface|enum) \\w*(Util|Utils|(?<!Key|Trust)Manager|Helper|Common)\\b");
    private static final Pattern REGISTRY_HOST =
            Pattern.compile(
                    "repo1?\\.maven\\.(apache\\.)?o"
                            + "rg|registry\\.npmjs\\.o"
                            + "rg|files\\.pythonhosted\\.o"
                            + "rg|pypi\\.o"
                            + "rg|docker\\.i"
                            + "o\\b|ghcr\\.i"
                            + "o\\b|quay\\.i"
                            + "o\\b");
    private static final Pattern MACHINE_PATH =
            Pattern.compile("/wo" + "rk/|/tm" + "p/h/|/ro" + "ot/");

    @Test
    void sources_holdNothingUnfinishedOrSwitchedOff() {
        assertThat(linesOf(TidyTest::isSource, UNFINISHED)).isEmpty();
        assertThat(linesOf(TidyTest::isJava, SWITCHED_OFF)).isEmpty();
    }

    @Test
    void tests_waitForEventsAndNeverForTime() {
        assertThat(linesOf(path -> isJava(path) && path.toString().contains("src/test/"), SLEEP))
                .isEmpty();
    }

    @Test
    void mainCode_checksInvariantsAlways() {
        assertThat(
                        linesOf(
                                path -> isJava(path) && path.toString().contains("src/main/"),
                                ASSERT_KEYWORD))
                .isEmpty();
    }

    @Test
    void types_areNamedForWhatTheyAre() {
        assertThat(linesOf(TidyTest::isJava, DUMPING_GROUND)).isEmpty();
    }

    @Test
    void files_nameNoRegistryAndNoMachine() {
        assertThat(linesOf(TidyTest::isText, REGISTRY_HOST)).isEmpty();
        assertThat(linesOf(TidyTest::isText, MACHINE_PATH)).isEmpty();
    }

    @Test
    void lines_endWhereTheirTextEnds() {
        Predicate<Path> files = path -> isSource(path) || path.toString().endsWith(".md");
        assertThat(linesOf(files, Pattern.compile("[ \\t]$|\\r"))).isEmpty();
        assertThat(linesOf(files, Pattern.compile("\\t"))).isEmpty();
        List<Path> unended = new ArrayList<>();
        for (Path path : ProjectFolder.files()) {
            if (files.test(path) && !read(path).endsWith("\n")) {
                unended.add(path);
            }
        }
        assertThat(unended).as("files without a line end at their end").isEmpty();
    }

    @Test
    void packages_ofMainCode_areNullMarked() {
        var folders = new TreeSet<Path>();
        var marked = new TreeSet<Path>();
        for (Path path : ProjectFolder.files()) {
            if (isJava(path) && path.toString().contains("src/main/java/")) {
                folders.add(path.getParent());
                if (path.endsWith("package-info.java") && read(path).contains("@NullMarked")) {
                    marked.add(path.getParent());
                }
            }
        }
        assertThat(folders).isNotEmpty();
        folders.removeAll(marked);
        assertThat(folders).as("packages without a @NullMarked package-info.java").isEmpty();
    }

    private static List<String> linesOf(Predicate<Path> files, Pattern pattern) {
        List<String> found = new ArrayList<>();
        for (Path path : ProjectFolder.files()) {
            if (!files.test(path)) {
                continue;
            }
            int number = 0;
            for (String line : read(path).split("\n", -1)) {
                number++;
                if (pattern.matcher(line).find()) {
                    found.add(path + ":" + number + ": " + line.strip());
                }
            }
        }
        return found;
    }

    private static boolean isJava(Path path) {
        return path.toString().endsWith(".java");
    }

    private static boolean isSource(Path path) {
        String name = path.toString();
        return isJava(path)
                || name.endsWith(".sh")
                || name.endsWith(".xml")
                || List.of("aplomb", "mvnw", ".ci/run", ".ci/setup").contains(name);
    }

    /**
     * Fixtures of other programs' bytes are not ours to tidy; everything a person here writes is.
     */
    private static boolean isText(Path path) {
        String name = path.toString();
        return isSource(path)
                || name.endsWith(".md")
                || name.endsWith(".properties")
                || name.endsWith(".txt");
    }

    private static String read(Path path) {
        try {
            return Files.readString(
                    ProjectFolder.root().resolve(path), StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
