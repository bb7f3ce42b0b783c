package io.aplomb.proxy.balance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code first}: the server of lowest id that has a free slot; weights only matter at 0. */
final class FirstBalancer<C extends Candidate> implements Balancer<C> {

    private List<Usable.Entry<C>> entries = List.of();

    @Override
    public void update(List<? extends C> candidates) {
        entries = Usable.<C>of(candidates).stream().map(Usable.Entry::new).toList();
    }

    @Override
    public @Nullable C pick(Selection selection) {
        Usable.Entry<C> first =
                Usable.best(
                        entries,
                        selection,
                        (entry, best) -> entry.candidate.id() < best.candidate.id());
        return first == null ? null : first.candidate;
    }

    @Override
    public boolean dynamic() {
        return true;
    }
}
