package io.aplomb.control.vip;

import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.advice.Advice;
import io.aplomb.vrrp.advice.WeightAdvice;
import java.util.ArrayList;
import java.util.List;

/** What an operator should know about a configuration before it surprises him. Pure. */
public final class VrrpAdvice {

    private VrrpAdvice() {}

    /** In the order of the instances. The other machines' priorities are not known here. */
    public static List<Advice> about(VrrpConfig config) {
        List<Advice> all = new ArrayList<>();
        int autoPriority = config.global().scheduling().maxAutoPriority();
        if (autoPriority > 0) {
            all.add(WeightAdvice.aboutAutoPriority(autoPriority));
        }
        for (Instance instance : config.instances()) {
            // Weights that a group does not count are 0 in its members already.
            all.addAll(WeightAdvice.about(RouterConfigs.of(config, instance, false), false, null));
        }
        return all;
    }
}
