package io.aplomb.model.vrrp;

import io.aplomb.base.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * An interface of its own with the virtual router's MAC address: {@code use_vmac}.
 *
 * @param interfaceName null to be made from the prefix and the router id: {@code vrrp.51}
 * @param address 6 octets; null for 00-00-5E-00-01-{VRID}, or 00-00-5E-00-02-{VRID} with IPv6 (RFC
 *     9568 section 7.3)
 * @param advertsFromBase {@code vmac_xmit_base}: adverts use the interface below
 */
public record VirtualMac(
        @Nullable String interfaceName, @Nullable Bytes address, boolean advertsFromBase) {}
