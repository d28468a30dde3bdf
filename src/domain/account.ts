/** A Marketing Cloud account. Tenant subdomain and enterprise id are Salesforce's own (rule 10); null where nobody has said. */
export interface Account {
  readonly id: string;
  readonly name: string;
  readonly subdomain: string | null;
  /** Digits: the MID of the account's parent. */
  readonly enterpriseId: string | null;
  readonly kind: 'production' | 'sandbox';
}
