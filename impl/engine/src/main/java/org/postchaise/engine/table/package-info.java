/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Lookup tables and match lists of Postfix (DATABASE_README): {@link TableRegistry} opens a {@link LookupTable} by
 * its text in a setting, {@link AddressLookup} searches tables by the keys of an address, {@link MatchList} compares
 * hosts, domains and addresses with patterns. Index files made by postmap(1) are not read, and the meaning of a value
 * is left to the caller.
 */
package org.postchaise.engine.table;
