/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.outbox;

import java.util.Arrays;
import java.util.HexFormat;
import javax.transaction.xa.Xid;

/** The XID of a transaction branch as a value, identical to the transaction manager's XID. */
public final class BranchXid implements Xid {
    /** The format id of the null XID, which names no transaction. */
    private static final int NULL_FORMAT = -1;

    private final int formatId;
    private final byte[] globalTransactionId;
    private final byte[] branchQualifier;

    private BranchXid(int formatId, byte[] globalTransactionId, byte[] branchQualifier) {
        this.formatId = formatId;
        this.globalTransactionId = globalTransactionId;
        this.branchQualifier = branchQualifier;
    }

    /**
     * Returns a copy of {@code xid}.
     *
     * @throws IllegalArgumentException when {@code xid} is the null XID, or a part is missing or longer than 64 octets
     */
    public static BranchXid of(Xid xid) {
        if (xid instanceof BranchXid same) {
            return same;
        }
        if (xid == null || xid.getFormatId() == NULL_FORMAT) {
            throw new IllegalArgumentException("the XID is null; expected one that names a transaction branch");
        }
        return of(xid.getFormatId(), xid.getGlobalTransactionId(), xid.getBranchQualifier());
    }

    static BranchXid of(int formatId, byte[] global, byte[] qualifier) {
        if (global == null || global.length == 0 || global.length > MAXGTRIDSIZE) {
            throw new IllegalArgumentException("the XID's global transaction id has "
                    + (global == null ? 0 : global.length) + " octets; expected 1 to " + MAXGTRIDSIZE);
        }
        if (qualifier == null || qualifier.length > MAXBQUALSIZE) {
            throw new IllegalArgumentException("the XID's branch qualifier has "
                    + (qualifier == null ? "no" : qualifier.length) + " octets; expected 0 to " + MAXBQUALSIZE);
        }
        return new BranchXid(formatId, global.clone(), qualifier.clone());
    }

    @Override
    public int getFormatId() {
        return formatId;
    }

    @Override
    public byte[] getGlobalTransactionId() {
        return globalTransactionId.clone();
    }

    @Override
    public byte[] getBranchQualifier() {
        return branchQualifier.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BranchXid that
                && formatId == that.formatId
                && Arrays.equals(globalTransactionId, that.globalTransactionId)
                && Arrays.equals(branchQualifier, that.branchQualifier);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * formatId + Arrays.hashCode(globalTransactionId)) + Arrays.hashCode(branchQualifier);
    }

    /** Returns format id, global transaction id and branch qualifier, the latter two in hexadecimal. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return formatId + ":" + hex.formatHex(globalTransactionId) + ":" + hex.formatHex(branchQualifier);
    }
}
