/* SPDX-License-Identifier: Apache-2.0 */
/** The adapters of the conformance suite: one scenario in, its outcomes out. */
package org.postchaise.cli.conformance;
