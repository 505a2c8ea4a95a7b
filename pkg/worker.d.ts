// What runs inside a worker; see `remote`.
export {};
