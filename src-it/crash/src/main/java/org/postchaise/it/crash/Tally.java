/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.it.crash;

import java.util.ArrayList;
import java.util.List;

/** Results of the rounds of one point. */
final class Tally {
    private final Point point;
    private final List<String> faults = new ArrayList<>();
    private int rounds;
    private int hits;
    private int committed;
    private int rolledBack;
    private int lost;
    private int doubled;
    private int inDoubt;

    Tally(Point point) {
        this.point = point;
    }

    void round(boolean hit) {
        rounds++;
        hits += hit ? 1 : 0;
    }

    void committed() {
        committed++;
    }

    void rolledBack() {
        rolledBack++;
    }

    void inDoubt() {
        inDoubt++;
    }

    void lost(String what) {
        lost++;
        faults.add("lost: " + what);
    }

    void doubled(String what) {
        doubled++;
        faults.add("doubled: " + what);
    }

    int rounds() {
        return rounds;
    }

    int lostCount() {
        return lost;
    }

    int doubledCount() {
        return doubled;
    }

    int inDoubtCount() {
        return inDoubt;
    }

    List<String> faults() {
        return faults;
    }

    boolean wasEverHit() {
        return hits > 0;
    }

    static String heading() {
        return "| killed | rounds | hits | committed | rolled back | lost | doubled | in doubt |\n|---|---|---|---|---|---|---|---|";
    }

    /** Returns a row of the table. */
    @Override
    public String toString() {
        return "| " + point.title() + " | " + rounds + " | " + hits + " | " + committed + " | " + rolledBack + " | "
                + lost + " | " + doubled + " | " + inDoubt + " |";
    }
}
