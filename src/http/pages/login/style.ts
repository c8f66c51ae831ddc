// What only logging in and out needs.

export const LOGIN_STYLE = `
.login{max-width:26rem;margin:8vh auto 0;padding:24px}
.login form{display:grid;gap:12px;margin-top:16px}
.login .field input{width:100%}
.login .hint{margin-top:-6px}
.login .notice{margin:16px 0 0}
.leave{display:flex;align-items:center;gap:8px;font-size:.85rem;color:var(--soft)}
`;
