package io.aplomb.control.layer4;

import io.aplomb.linux.SystemCallException;
import io.aplomb.linux.ipvs.Ipvs;
import io.aplomb.linux.ipvs.IpvsDestination;
import io.aplomb.linux.ipvs.IpvsService;
import java.util.List;

/** The kernel's table of {@link Ipvs}; tests have one of their own, for many kernels have none. */
interface IpvsTable {

    List<IpvsService> services() throws SystemCallException;

    List<IpvsDestination> destinations(IpvsService of) throws SystemCallException;

    void add(IpvsService service) throws SystemCallException;

    void change(IpvsService service) throws SystemCallException;

    void remove(IpvsService service) throws SystemCallException;

    void add(IpvsService to, IpvsDestination destination) throws SystemCallException;

    void change(IpvsService of, IpvsDestination destination) throws SystemCallException;

    void remove(IpvsService from, IpvsDestination destination) throws SystemCallException;

    void flush() throws SystemCallException;

    void close();

    /** The real one. */
    record OfKernel(Ipvs ipvs) implements IpvsTable {
        @Override
        public List<IpvsService> services() throws SystemCallException {
            return ipvs.services();
        }

        @Override
        public List<IpvsDestination> destinations(IpvsService of) throws SystemCallException {
            return ipvs.destinations(of);
        }

        @Override
        public void add(IpvsService service) throws SystemCallException {
            ipvs.add(service);
        }

        @Override
        public void change(IpvsService service) throws SystemCallException {
            ipvs.change(service);
        }

        @Override
        public void remove(IpvsService service) throws SystemCallException {
            ipvs.remove(service);
        }

        @Override
        public void add(IpvsService to, IpvsDestination destination) throws SystemCallException {
            ipvs.add(to, destination);
        }

        @Override
        public void change(IpvsService of, IpvsDestination destination) throws SystemCallException {
            ipvs.change(of, destination);
        }

        @Override
        public void remove(IpvsService from, IpvsDestination destination)
                throws SystemCallException {
            ipvs.remove(from, destination);
        }

        @Override
        public void flush() throws SystemCallException {
            ipvs.flush();
        }

        @Override
        public void close() {
            ipvs.close();
        }
    }
}
