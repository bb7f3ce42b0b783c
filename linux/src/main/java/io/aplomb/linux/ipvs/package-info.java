/**
 * The kernel's own balancer, IPVS, by generic netlink (ipvsadm(8), {@code <linux/ip_vs.h>}). Many
 * kernels are built without it; {@link io.aplomb.linux.ipvs.Ipvs#open} says so.
 */
@NullMarked
package io.aplomb.linux.ipvs;

import org.jspecify.annotations.NullMarked;
