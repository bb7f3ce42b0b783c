package io.aplomb.acceptance;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * docs/ARCHITECTURE.md as a test: arrows go down only, pure modules stay pure, packages know no
 * cycles.
 */
class ArchitectureTest {
    private static final String ROOT = "io.aplomb.";

    /** Which modules each module may name. */
    private static final Map<String, Set<String>> ARROWS =
            Map.ofEntries(
                    entry("base", Set.of()),
                    entry("http", Set.of("base")),
                    entry("sample", Set.of("base", "http")),
                    entry("model", Set.of("base", "http", "sample")),
                    entry("formats", Set.of("base", "http", "sample", "model")),
                    entry("vrrp", Set.of("base")),
                    entry("layer4", Set.of("base", "http", "sample", "model")),
                    entry("cluster", Set.of("base", "http", "sample", "model")),
                    entry("linux", Set.of("base")),
                    entry("proxy", Set.of("base", "http", "sample", "model", "linux")),
                    entry(
                            "control",
                            Set.of(
                                    "base", "http", "sample", "model", "vrrp", "layer4", "cluster",
                                    "linux")),
                    entry("lab", Set.of("base", "linux", "vrrp")),
                    entry(
                            "app",
                            Set.of(
                                    "base", "http", "sample", "model", "formats", "vrrp", "layer4",
                                    "cluster", "linux", "proxy", "control", "lab")));

    private static final List<String> PURE =
            List.of("base", "http", "sample", "model", "formats", "vrrp", "layer4", "cluster");

    private static final JavaClasses CLASSES =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("testkit"))
                    .importPackages("io.aplomb");

    @Test
    void modules_nameOnlyThoseBelowThem() {
        List<String> wrong = new ArrayList<>();
        Set<String> seen = new TreeSet<>();
        for (JavaClass origin : CLASSES) {
            String from = module(origin);
            if (!ARROWS.containsKey(from)) {
                continue;
            }
            seen.add(from);
            origin.getDirectDependenciesFromSelf()
                    .forEach(
                            dependency -> {
                                String to = module(dependency.getTargetClass());
                                if (!to.isEmpty()
                                        && !to.equals(from)
                                        && !ARROWS.get(from).contains(to)) {
                                    wrong.add(dependency.getDescription());
                                }
                            });
        }
        assertThat(seen)
                .as("modules on the class path")
                .contains("base", "http", "model", "vrrp", "linux", "proxy", "app");
        assertThat(wrong).isEmpty();
    }

    @Test
    void pureModules_dependOnTheLanguageAlone() {
        for (String module : PURE) {
            List<String> allowed =
                    new ArrayList<>(
                            List.of(
                                    "java.",
                                    "javax.crypto.",
                                    "javax.xml.stream.",
                                    "javax.security.auth.x500.",
                                    "io.aplomb.",
                                    "org.jspecify."));
            if (module.equals("http")) {
                allowed.add(
                        "io.netty.buffer."); // the codec reads the data path's buffers in place,
                // without a copy
            }
            classes()
                    .that()
                    .resideInAPackage(ROOT + module + "..")
                    .should()
                    .onlyDependOnClassesThat(
                            DescribedPredicate.describe(
                                    "are of the language or of Aplomb",
                                    type -> {
                                        String name = type.getBaseComponentType().getName();
                                        return type.getBaseComponentType().isPrimitive()
                                                || allowed.stream().anyMatch(name::startsWith);
                                    }))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void packages_dependOnEachOtherInOneDirection() {
        slices().matching(ROOT + "(**)")
                .should()
                .beFreeOfCycles()
                // A module's root package is its face: it wires the packages below it, and they
                // speak in its words.
                .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage(ROOT + "*"))
                .check(CLASSES);
    }

    /** The module of a class of ours; empty for one of others. */
    private static String module(JavaClass type) {
        String name = type.getBaseComponentType().getPackageName() + ".";
        if (!name.startsWith(ROOT)) {
            return "";
        }
        return name.substring(ROOT.length(), name.indexOf('.', ROOT.length()));
    }
}
