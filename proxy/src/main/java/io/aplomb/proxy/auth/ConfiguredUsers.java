package io.aplomb.proxy.auth;

import io.aplomb.model.proxy.UserList;
import io.aplomb.sample.facts.UserLists;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The userlists of one configuration, for {@code http_auth} and {@code http_auth_group}. Any
 * thread.
 */
public final class ConfiguredUsers implements UserLists {

    private final Map<String, UserList> lists;
    private final Passwords passwords = new Passwords();

    public ConfiguredUsers(Map<String, UserList> lists) {
        this.lists = Map.copyOf(lists);
    }

    @Override
    public @Nullable Set<String> authenticate(String userList, String user, String password) {
        UserList list = lists.get(userList);
        UserList.User known = list == null ? null : list.users().get(user);
        return known != null && passwords.matches(password, known.password(), known.clear())
                ? known.groups()
                : null;
    }
}
