package io.aplomb.sample.acl;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.Suggestions;
import io.aplomb.sample.Word;
import io.aplomb.sample.acl.Condition.Disjunction;
import io.aplomb.sample.acl.Condition.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compiles conditions: ACL names, {@code !}, {@code or}, {@code ||}, anonymous ACLs in braces. */
public final class ConditionParser {

    private final AclParser criteria;
    private final AclTable acls;

    /** A parser of conditions which use these ACLs, as declared at the time of each parse. */
    public ConditionParser(AclParser criteria, AclTable acls) {
        this.criteria = criteria;
        this.acls = acls;
    }

    /** Whether a word starts a condition. */
    public static boolean isStart(String word) {
        return word.equals("if") || word.equals("unless");
    }

    /**
     * Compiles a condition.
     *
     * @param words {@code if} or {@code unless}, then the terms
     * @return null when it is wrong; then the diagnostics have grown
     */
    public @Nullable Condition parse(List<Word> words, Diagnostics out) {
        Word start = words.getFirst();
        if (!isStart(start.text())) {
            out.error(start.position(), start.text().length(), "'if' or 'unless' is expected");
            return null;
        }
        return parseTerms(
                words.subList(1, words.size()), start.is("unless"), start.position(), out);
    }

    /**
     * Compiles the terms of a condition.
     *
     * @param words what follows {@code if} or {@code unless}
     * @return null when it is wrong; then the diagnostics have grown
     */
    public @Nullable Condition parseTerms(
            List<Word> words, boolean unless, SourcePosition position, Diagnostics out) {
        return new Compilation(words, out).condition(unless, position);
    }

    private final class Compilation {
        private final List<Word> words;
        private final Diagnostics out;
        private final List<List<Term>> groups = new ArrayList<>();
        private List<Term> group = new ArrayList<>();
        private boolean negated;
        private int at;

        Compilation(List<Word> words, Diagnostics out) {
            this.words = words;
            this.out = out;
        }

        @Nullable Condition condition(boolean unless, SourcePosition position) {
            if (words.isEmpty()) {
                out.error(position, 0, "missing condition");
                return null;
            }
            boolean good = true;
            while (at < words.size()) {
                good &= word(words.get(at++));
            }
            if (negated) {
                Word last = words.getLast();
                out.error(last.position(), 1, "an ACL is expected after '!'");
                good = false;
            }
            if (group.isEmpty() && good) {
                Word last = words.getLast();
                out.error(last.position(), last.text().length(), "an ACL is expected after it");
                good = false;
            }
            groups.add(group);
            String text = words.stream().map(Word::text).collect(Collectors.joining(" "));
            return good ? new Disjunction(groups, unless, text) : null;
        }

        private boolean word(Word word) {
            String text = word.text();
            if (text.equals("or") || text.equals("||")) {
                return nextGroup(word);
            }
            int bangs = 0;
            while (bangs < text.length() && text.charAt(bangs) == '!') {
                bangs++;
                negated = !negated;
            }
            String name = text.substring(bangs);
            if (name.isEmpty()) {
                return true;
            }
            if (name.equals("{")) {
                return anonymous(word);
            }
            return named(name, word, bangs);
        }

        private boolean nextGroup(Word word) {
            if (group.isEmpty() || negated) {
                out.error(
                        word.position(),
                        word.text().length(),
                        "an ACL is expected before '" + word.text() + "'");
                return false;
            }
            groups.add(group);
            group = new ArrayList<>();
            return true;
        }

        private boolean anonymous(Word open) {
            int from = at;
            while (at < words.size() && !words.get(at).is("}")) {
                at++;
            }
            if (at == words.size()) {
                out.error(
                        open.position(), open.text().length(), "missing closing '}' in condition");
                return false;
            }
            List<Word> inside = words.subList(from, at++);
            Criterion criterion = criteria.parse(inside, open.position(), out);
            if (criterion == null) {
                return false;
            }
            add(new Acl(".anonymous", List.of(criterion)));
            return true;
        }

        private boolean named(String name, Word word, int offset) {
            Acl acl = acls.find(name);
            if (acl != null) {
                add(acl);
                return true;
            }
            SourcePosition start = word.position();
            SourcePosition position =
                    start.column() == 0
                            ? start
                            : new SourcePosition(
                                    start.file(), start.line(), start.column() + offset);
            String message = "no such ACL : '" + name + "'";
            Suggestions.nearest(name, acls.names())
                    .ifPresentOrElse(
                            near ->
                                    out.error(
                                            position,
                                            name.length(),
                                            message,
                                            "did you mean '" + near + "'?"),
                            () -> out.error(position, name.length(), message));
            return false;
        }

        private void add(Acl acl) {
            group.add(new Term(acl, negated));
            negated = false;
        }
    }
}
