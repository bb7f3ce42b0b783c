package io.aplomb.cluster.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A stable merge sort that bears an order that is not transitive. */
final class StableSort {
    private StableSort() {}

    static <T> void sort(List<T> list, Comparator<T> order) {
        if (list.size() < 2) {
            return;
        }
        int middle = list.size() / 2;
        List<T> left = new ArrayList<>(list.subList(0, middle));
        List<T> right = new ArrayList<>(list.subList(middle, list.size()));
        sort(left, order);
        sort(right, order);
        list.clear();
        int i = 0;
        int j = 0;
        while (i < left.size() && j < right.size()) {
            boolean fromLeft = order.compare(left.get(i), right.get(j)) <= 0;
            list.add(fromLeft ? left.get(i++) : right.get(j++));
        }
        list.addAll(left.subList(i, left.size()));
        list.addAll(right.subList(j, right.size()));
    }
}
