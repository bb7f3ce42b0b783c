package io.aplomb.control.store;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who keeps the state. Voters decide by majority; up to {@value #VOTERS_MAX} of them, beyond which
 * each further one only makes a change slower. Listeners are told all, and can be made voters.
 */
public record Members(List<Member> voters, List<Member> listeners) {
    public static final int VOTERS_MAX = 7;

    public Members {
        voters = sorted(voters);
        listeners = sorted(listeners);
        Set<String> names = new HashSet<>();
        Stream.concat(voters.stream(), listeners.stream())
                .forEach(
                        member -> {
                            if (!names.add(member.name())) {
                                throw new IllegalArgumentException(
                                        member.name() + " is a member twice");
                            }
                        });
        if (voters.size() > VOTERS_MAX) {
            throw new IllegalArgumentException(voters.size() + " voters; at most " + VOTERS_MAX);
        }
    }

    private static List<Member> sorted(List<Member> members) {
        return members.stream().sorted(Comparator.comparing(Member::id)).toList();
    }

    /** The member of this id, voter or listener. */
    public Optional<Member> find(MemberId id) {
        return all().filter(member -> member.id().equals(id)).findFirst();
    }

    public boolean votes(MemberId id) {
        return voters.stream().anyMatch(member -> member.id().equals(id));
    }

    public Stream<Member> all() {
        return Stream.concat(voters.stream(), listeners.stream());
    }
}
