package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.haproxy.syntax.Section;
import io.aplomb.formats.haproxy.syntax.Statement;
import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.proxy.UserList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** {@code userlist} sections (manual 3.4). */
final class UserListReader {

    private final Load load;
    private final Directives directives;
    private final Registry<Draft> registry = new Registry<>();

    UserListReader(Load load, Directives directives) {
        this.load = load;
        this.directives = directives;
        registry.on("user", UserListReader::user);
        registry.on("group", UserListReader::group);
    }

    Set<String> keywords() {
        return registry.keywords();
    }

    void read(Section section) {
        Draft draft = new Draft();
        for (Statement statement : section.statements()) {
            directives.read(section, statement, registry, draft);
        }
        Map<String, UserList.User> users = new LinkedHashMap<>();
        for (DraftUser user : draft.users.values()) {
            users.put(user.name, complete(user, draft));
        }
        UserList list = new UserList(section.name(), users);
        directives.unique(section, load.shared().userLists.put(section.name(), list) != null);
    }

    private UserList.User complete(DraftUser user, Draft draft) {
        Set<String> groups = new TreeSet<>();
        for (Word word : user.groups) {
            for (String group : word.text().split(",")) {
                if (draft.groups.contains(group)) {
                    groups.add(group);
                } else {
                    load.diagnostics()
                            .error(
                                    word.position(),
                                    word.width(),
                                    "no group '%s' in this userlist".formatted(group));
                }
            }
        }
        draft.members.forEach(
                (group, names) -> {
                    if (names.contains(user.name)) {
                        groups.add(group);
                    }
                });
        return new UserList.User(user.name, user.password, user.clear, groups);
    }

    private static void user(Line line, Draft draft) throws Refusal {
        Word name = line.take("a user name");
        DraftUser user = new DraftUser(name.text());
        while (line.hasNext()) {
            Word word = line.take("a parameter");
            switch (word.text()) {
                case "password" -> user.password = line.text("a hashed password");
                case "insecure-password" -> {
                    user.password = line.text("a password");
                    user.clear = true;
                }
                case "groups" -> user.groups.add(line.take("groups"));
                default ->
                        throw line.unknown(
                                word,
                                "parameter",
                                List.of("password", "insecure-password", "groups"));
            }
        }
        if (draft.users.putIfAbsent(user.name, user) != null) {
            throw line.error(name, "user '%s' is there twice".formatted(user.name));
        }
    }

    private static void group(Line line, Draft draft) throws Refusal {
        Word name = line.take("a group name");
        if (!draft.groups.add(name.text())) {
            throw line.error(name, "group '%s' is there twice".formatted(name.text()));
        }
        if (line.takeIf("users")) {
            draft.members.put(name.text(), Set.of(line.text("users").split(",")));
        }
        line.end();
    }

    private static final class Draft {
        private final Map<String, DraftUser> users = new LinkedHashMap<>();
        private final Set<String> groups = new TreeSet<>();
        private final Map<String, Set<String>> members = new LinkedHashMap<>();
    }

    private static final class DraftUser {
        private final String name;
        private String password = "";
        private boolean clear;
        private final List<Word> groups = new ArrayList<>();

        DraftUser(String name) {
            this.name = name;
        }
    }
}
